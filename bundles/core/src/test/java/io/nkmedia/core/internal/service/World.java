package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.core.internal.FakeShelf;
import io.nkmedia.core.internal.access.KeyFetcher;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.connection.Clients;
import io.nkmedia.core.internal.connection.Tools;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.store.Shelf;
import io.nkmedia.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** A service with one fake backend and users of each role, all on the test's thread. Their password is {@code pw}. */
final class World {
    private static final int CHEAP = 4;

    final ManualTime time = new ManualTime();
    final FakePlugin plugin = new FakePlugin(time);
    NkService service;
    final Plugins plugins = FakeOsgi.plugins("fake", plugin);
    final FakeListeners listeners = new FakeListeners();
    final FakeStore store = new FakeStore();
    final Map<String, FakeShelf> shelves = new HashMap<>();
    ServiceBook book;
    private final Json json = new Json();
    private Clients clients = clients();
    private Suspension suspension = new Suspension();

    /** @param changes keys of the configuration that differ */
    World(String changes) {
        this(changes, Map.of());
    }

    /** @param installed further plugins, by name */
    World(String changes, Map<String, ServiceExtension> installed) {
        installed.forEach((name, extension) -> FakeOsgi.install(plugins, name, extension));
        book = book();
        book.load("core", core(), Map.of());
        book.load("demo", document(changes), Map.of());
        service = service("demo");
        time.run();
    }

    private Clients clients() {
        return new Clients(
                new Tools(json, time, time),
                () -> suspension.take(book.running()).thenAccept(parts -> {}));
    }

    private Shelf shelf(String name, Consumer<Optional<String>> told) {
        return shelves.computeIfAbsent(name, each -> new FakeShelf());
    }

    FakeShelf shelf() {
        return shelves.computeIfAbsent("demo", each -> new FakeShelf());
    }

    /** Core is replaced: what lives goes over as text. Sockets are attached again by {@link #attach}. */
    void upgrade(Collection<FakeConnection> open) {
        next(end(open));
    }

    /**
     * The process dies, and another one starts. Sockets break, engines live on.
     *
     * @param meanwhile what happens before it starts
     */
    void crash(Collection<FakeConnection> open, Runnable meanwhile) {
        // What the old objects still do in this test happens to nobody.
        shelves.replaceAll((name, shelf) -> shelf.afterCrash());
        end(open);
        meanwhile.run();
        next(List.of());
    }

    void crash(FakeConnection... open) {
        crash(List.of(open), () -> {});
    }

    private List<Handover.Part> end(Collection<FakeConnection> open) {
        open.forEach(connection -> connection.attachment().save().thenAccept(connection::saved));
        time.advance(Duration.ofMillis(500));
        var parts = new ArrayList<Handover.Part>();
        suspension.withConnections(book.running()).thenAccept(parts::addAll);
        time.run();
        book.running().forEach(NkService::release);
        book.scope().close();
        return parts;
    }

    private void next(List<Handover.Part> parts) {
        var documents = new HashMap<String, String>();
        book.all().forEach(entry -> documents.put(entry.name, entry.seen));
        var earlier = new HashMap<String, Handover.Part>();
        for (var part : parts) {
            var text = json.write(json.tree(part));
            earlier.put(part.service(), new Binder(json, true).bind(parsed(text), Handover.Part.class, field -> {}));
        }
        clients = clients();
        suspension = new Suspension();
        book = book();
        documents.forEach((name, text) -> book.load(name, text, earlier));
        service = service("demo");
        time.run();
    }

    private JsonNode parsed(String text) {
        try {
            return json.parse(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The gateway gives a socket that it kept to the new core. */
    void attach(FakeConnection connection) {
        connection.attached(clients.attach(connection, service, Optional.of(connection.saved())));
        time.run();
    }

    private ServiceBook book() {
        return new ServiceBook(
                house -> new Platform(
                        time,
                        time,
                        listeners,
                        plugins,
                        new Passwords(Runnable::run),
                        new KeyFetcher(Runnable::run, time),
                        clients,
                        json,
                        Optional::empty,
                        house,
                        "nkmedia/test",
                        Runnable::run,
                        this::shelf),
                new Documents(json),
                store,
                Runnable::run);
    }

    /** What another start makes of these documents and of what was kept. */
    ServiceBook again(Map<String, String> documents) {
        book.scope().close();
        var next = book();
        Map.copyOf(documents).forEach((name, text) -> next.load(name, text, Map.of()));
        time.run();
        return next;
    }

    NkService service(String name) {
        return book.find(name).flatMap(entry -> entry.service).orElseThrow();
    }

    private static String hash() {
        return OpenBSDBCrypt.generate("2y", "pw".toCharArray(), new byte[16], CHEAP);
    }

    private static String core() {
        return """
                {"name": "core", "timeouts": {"ping_interval": 3600}, "auth": {"users": [
                  {"user": "root", "password_hash": "%1$s", "roles": ["admin"]},
                  {"user": "watcher", "password_hash": "%1$s", "roles": ["monitor"]}]}}
                """.formatted(hash());
    }

    /** The document of demo with these keys changed. */
    String document(String changes) {
        var hash = hash();
        var base = """
                {"name": "demo", "plugins": ["fake"], "timeouts": {"ping_interval": 3600}, "auth": {"users": [
                  {"user": "admin", "password_hash": "%1$s", "roles": ["admin"]},
                  {"user": "max", "password_hash": "%1$s", "roles": ["manager"]},
                  {"user": "mo", "password_hash": "%1$s", "roles": ["monitor"]},
                  {"user": "ann", "password_hash": "%1$s"},
                  {"user": "bob", "password_hash": "%1$s"}]}}
                """.formatted(hash);
        try {
            var tree = (ObjectNode) json.parse(base);
            tree.setAll((ObjectNode) json.parse(changes));
            return json.write(tree);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** What is made of a document with these changes; nobody takes it. */
    Documents.Checked check(String changes) {
        return new Documents(json).parse(document(changes));
    }

    /** Another service of the same server. */
    void other(String name, String changes) {
        var document = document(changes).replace("\"name\":\"demo\"", "\"name\":\"" + name + "\"");
        book.load(name, document, Map.of());
        time.run();
    }

    void reconfigure(String changes) {
        edit("demo", document(changes));
    }

    /** As if somebody had written the file. */
    void edit(String name, String document) {
        store.documents.put(name, document);
        book.changed(name, new ServiceConfiguration(document, true));
        time.run();
    }

    FakeConnection connect(String name, String address) {
        return connect(name, address, "demo");
    }

    FakeConnection connect(String name, String address, String to) {
        var connection = new FakeConnection(name, address, time);
        connection.attached(clients.attach(connection, service(to), Optional.empty()));
        time.run();
        return connection;
    }
}
