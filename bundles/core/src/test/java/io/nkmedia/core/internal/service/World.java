package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.connection.ClientConnection;
import io.nkmedia.core.internal.connection.Clients;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.testing.ManualTime;
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
    final NkService service;
    final Plugins plugins = FakeOsgi.plugins("fake", plugin);
    private final Json json = new Json();
    private final Clients clients;
    private final Documents documents = new Documents(json);

    /** @param changes keys of the configuration that differ */
    World(String changes) {
        this(changes, Map.of());
    }

    /** @param installed further plugins, by name */
    World(String changes, Map<String, ServiceExtension> installed) {
        installed.forEach((name, extension) -> FakeOsgi.install(plugins, name, extension));
        var platform = new Platform(
                time,
                time,
                new NoListeners(),
                plugins,
                new Passwords(Runnable::run),
                json,
                Optional::empty,
                "nkmedia/test");
        service = new NkService(platform, documents.parse(document(changes)));
        service.start(List.of());
        clients =
                new Clients(new ClientConnection.Tools(json, time, time), () -> CompletableFuture.completedStage(null));
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

    void reconfigure(String changes) {
        service.update(documents.parse(document(changes)));
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
