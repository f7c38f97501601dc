package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.connection.ClientConnection;
import io.nkmedia.core.internal.connection.Clients;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.testing.ManualTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** A service with one fake backend and users of each role, all on the test's thread. Their password is {@code pw}. */
final class World {
    private static final int CHEAP = 4;

    final ManualTime time = new ManualTime();
    final FakePlugin plugin = new FakePlugin(time);
    final NkService service;
    final Plugins plugins = FakeOsgi.plugins("fake", plugin);
    final FakeListeners listeners = new FakeListeners();
    final FakeStore store = new FakeStore();
    final ServiceBook book;
    private final Json json = new Json();
    private final Clients clients;

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
        clients =
                new Clients(new ClientConnection.Tools(json, time, time), () -> CompletableFuture.completedStage(null));
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
                        json,
                        Optional::empty,
                        house,
                        "nkmedia/test"),
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
