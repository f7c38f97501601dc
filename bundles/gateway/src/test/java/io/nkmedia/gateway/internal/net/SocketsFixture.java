package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.await;
import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.gateway.internal.Asker;
import io.nkmedia.gateway.internal.Script;
import io.nkmedia.gateway.internal.component.Gateway;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;

/** A gateway with one protocol that says back what it hears. */
abstract class SocketsFixture {
    static final String ID = "text";
    static final Map<String, Object> PROPERTIES = Map.of("nkmedia.protocol", ID);

    final Gateway gateway = new Gateway();

    final Listeners listeners = new Asker(gateway.listening(), gateway.dials(), OptionalLong.empty());
    final Script script = Script.echo("first");
    final HttpClient http = Client.http();

    SocketsFixture() {
        gateway.bind(script, PROPERTIES);
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    static ListenerSpec spec(String scheme) {
        return ListenerSpec.of(scheme + "://127.0.0.1:0", ID, Map.of("service", "demo"));
    }

    int listen(ListenerSpec spec) {
        var state = apply(spec).get(0);
        assertThat(state.error()).isEmpty();
        return state.port();
    }

    List<ListenerState> apply(ListenerSpec... specs) {
        return await(listeners.apply("service demo", List.of(specs)));
    }

    Client webSocket(int port) {
        int before = script.connections.size();
        var client = Client.open(http, "ws://127.0.0.1:" + port + "/any");
        eventually("attached", () -> script.connections.size() > before);
        return client;
    }
}
