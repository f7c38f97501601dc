package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.core.internal.access.KeyFetcher;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.connection.ClientConnection;
import io.nkmedia.core.internal.connection.Clients;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.session.SessionSnapshot;
import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** A service with one fake backend and users of each role, all on the test's thread. Their password is {@code pw}. */
final class World {
    private static final int CHEAP = 4;

    final ManualTime time = new ManualTime();
    final FakePlugin plugin = new FakePlugin(time);
    NkService service;
    final Plugins plugins = FakeOsgi.plugins("fake", plugin);
    final Map<String, NkService> others = new HashMap<>();
    private final Json json = new Json();
    private Documents.Checked checked;
    private Clients clients;
    private Platform platform;
    private List<SessionSnapshot> earlier = List.of();
    private final Documents documents = new Documents(json);

    /** @param changes keys of the configuration that differ */
    World(String changes) {
        this(changes, Map.of());
    }

    /** @param installed further plugins, by name */
    World(String changes, Map<String, ServiceExtension> installed) {
        installed.forEach((name, extension) -> FakeOsgi.install(plugins, name, extension));
        checked = documents.parse(document(changes));
        clients = clients();
        platform = platform();
        service = new NkService(platform, checked);
        service.start(List.of(), List.of());
        time.run();
    }

    private Clients clients() {
        return new Clients(
                new ClientConnection.Tools(json, time, time),
                () -> service.suspend().thenAccept(sessions -> earlier = sessions));
    }

    private Platform platform() {
        return new Platform(
                time,
                time,
                new NoListeners(),
                plugins,
                new Passwords(Runnable::run),
                new KeyFetcher(Runnable::run, time),
                clients,
                name -> Optional.ofNullable(others.get(name)),
                json,
                Optional::empty,
                "nkmedia/test");
    }

    /** Core is replaced: what lives goes over as text. Sockets are attached again by {@link #attach}. */
    void upgrade(Collection<FakeConnection> open) {
        open.forEach(connection -> connection.attachment().save().thenAccept(connection::saved));
        time.advance(Duration.ofMillis(500));
        var sessions = new ArrayList<SessionSnapshot>();
        service.suspend().thenAccept(sessions::addAll);
        time.run();
        var parts = new ArrayList<Handover.Part>();
        service.connections()
                .rest()
                .thenAccept(rest -> parts.add(new Handover.Part("demo", earlier.isEmpty() ? sessions : earlier, rest)));
        time.run();
        service.release();
        var text = json.write(json.tree(parts.get(0)));
        var part = new Binder(json, true).bind(parsed(text), Handover.Part.class, field -> {});
        clients = clients();
        platform = platform();
        earlier = List.of();
        service = new NkService(platform, checked);
        service.start(part.sessions(), part.connections());
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

    private String document(String changes) {
        var hash = OpenBSDBCrypt.generate("2y", "pw".toCharArray(), new byte[16], CHEAP);
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

    /** Another service of the same server. */
    void other(String name, String changes) {
        var document = document(changes).replace("\"name\":\"demo\"", "\"name\":\"" + name + "\"");
        var made = new NkService(platform, documents.parse(document));
        others.put(name, made);
        made.start(List.of(), List.of());
        time.run();
    }

    void reconfigure(String changes) {
        checked = documents.parse(document(changes));
        service.update(checked);
        time.run();
    }

    FakeConnection connect(String name, String address) {
        var connection = new FakeConnection(name, address, time);
        connection.attached(clients.attach(connection, service, Optional.empty()));
        time.run();
        return connection;
    }

    /** The service's listeners, which nobody needs here. */
    private static final class NoListeners implements Listeners {
        @Override
        public CompletionStage<List<ListenerState>> apply(String owner, List<ListenerSpec> specs) {
            return CompletableFuture.completedStage(List.of());
        }

        @Override
        public List<ListenerState> list() {
            return List.of();
        }

        @Override
        public CompletionStage<Void> connect(String owner, ConnectSpec spec) {
            throw new AssertionError("core connects nowhere");
        }

        @Override
        public void disconnect(String owner, String id) {
            throw new AssertionError("core connects nowhere");
        }
    }
}
