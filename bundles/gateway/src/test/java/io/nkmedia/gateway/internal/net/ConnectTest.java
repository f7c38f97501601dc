package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.await;
import static io.nkmedia.gateway.internal.Eventually.eventually;
import static io.nkmedia.gateway.internal.Eventually.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.gateway.internal.Asker;
import io.nkmedia.gateway.internal.Script;
import io.nkmedia.gateway.internal.component.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private static final String OWNER = "janus";
    private static final Map<String, Object> ENGINE = Map.of("nkmedia.protocol", "engine");
    private static final Map<String, Object> CLIENT = Map.of("nkmedia.protocol", "client");

    private final Gateway gateway = new Gateway();

    private final Listeners listeners = new Asker(gateway.listening(), gateway.dials(), OptionalLong.empty());
    private final Script engine = Script.echo("engine");
    private final Script client = new Script("client");
    private int port;

    @BeforeEach
    void start() {
        engine.subprotocols = List.of("janus-protocol");
        gateway.bind(engine, ENGINE);
        gateway.bind(client, CLIENT);
        port = listen("ws");
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    private int listen(String scheme) {
        var spec = ListenerSpec.of(scheme + "://127.0.0.1:0", "engine", Map.of())
                .withLimits(new FrameLimits(2_000_000, 100, 4_000_000));
        return await(listeners.apply("test " + scheme, List.of(spec))).get(0).port();
    }

    private ConnectSpec spec(String id, String url) {
        return new ConnectSpec(
                id,
                url,
                Optional.of("janus-protocol"),
                "client",
                Map.of("box", id),
                new FrameLimits(1_000_000, 100, 2_000_000),
                Duration.ofSeconds(30));
    }

    private String url() {
        return "ws://127.0.0.1:" + port + "/";
    }

    @Test
    void webSocket_talksBothWays_largeMessagesToo() {
        await(listeners.connect(OWNER, spec("a", url())));
        var connection = client.only();
        var large = "x".repeat(500_000);
        connection.send("hello");
        connection.send(large);
        eventually("answers", () -> client.log.size() == 3);
        assertThat(client.log).containsExactly("attach", "hello", large);
        assertThat(connection.attributes()).containsEntry("box", "a");
        assertThat(connection.info().outgoing()).isTrue();
        assertThat(engine.only().info().outgoing()).isFalse();
    }

    @Test
    void sameIdAgain_changesNothing_andAnotherOwnersIsAnother() {
        await(listeners.connect(OWNER, spec("a", url())));
        await(listeners.connect(OWNER, spec("a", url())));
        assertThat(client.connections).hasSize(1);
        await(listeners.connect("other", spec("a", url())));
        assertThat(client.connections).hasSize(2);
    }

    @Test
    void disconnected_closesWith1000_andMayConnectAgain() {
        await(listeners.connect(OWNER, spec("a", url())));
        listeners.disconnect(OWNER, "a");
        listeners.disconnect(OWNER, "unknown");
        await(listeners.connect(OWNER, spec("a", url())));
        eventually("closed", () -> client.log.contains("closed 1000") && engine.log.contains("closed 1000"));
        assertThat(client.connections).hasSize(2);
    }

    @Test
    void closedByTheEngine_tellsTheHolder_whoMayConnectAgain() {
        await(listeners.connect(OWNER, spec("a", url())));
        eventually("attached", () -> engine.connections.size() == 1);
        engine.only().close(1001, "restart");
        eventually("told", () -> client.log.contains("closed 1001"));
        await(listeners.connect(OWNER, spec("a", url())));
        assertThat(client.connections).hasSize(2);
    }

    @Test
    void holderReplaced_keepsTheConnection_andConnectDoesNothing() {
        await(listeners.connect(OWNER, spec("a", url())));
        eventually("attached", () -> engine.connections.size() == 1);
        gateway.unbind(client, CLIENT);
        engine.only().send("meanwhile");
        await(listeners.connect(OWNER, spec("a", url())));
        var next = new Script("next");
        gateway.bind(next, CLIENT);
        eventually("the frame", () -> next.log.contains("meanwhile"));
        assertThat(next.log).containsExactly("attach saved by client", "meanwhile");
        assertThat(engine.connections).hasSize(1);
    }

    @Test
    void holderAfterTheConnection_isAttached() {
        gateway.unbind(client, CLIENT);
        await(listeners.connect(OWNER, spec("a", url())));
        gateway.bind(client, CLIENT);
        assertThat(client.log).containsExactly("attach");
    }

    @Test
    void tcp_talksLines() {
        await(listeners.connect(OWNER, spec("a", "tcp://127.0.0.1:" + listen("tcp"))));
        client.only().send("hello");
        eventually("answer", () -> client.log.contains("hello"));
        assertThat(client.only().info().transport()).isEqualTo("tcp");
    }

    @Test
    void hostName_isLookedUp() {
        await(listeners.connect(OWNER, spec("a", "ws://localhost:" + port + "/")));
        assertThat(client.log).containsExactly("attach");
    }

    @Test
    void nobodyListens_fails() throws IOException {
        // Bound, so that nobody else takes the port meanwhile, and not listening.
        try (var taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var url = "ws://127.0.0.1:" + taken.getLocalPort() + "/";
            assertThat(failure(listeners.connect(OWNER, spec("a", url))))
                    .isInstanceOf(IOException.class)
                    .hasMessage("nobody listens at " + url);
        }
    }

    @Test
    void peerThatDoesNotAnswer_failsAfterTheTimeout() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var url = "ws://127.0.0.1:" + silent.getLocalPort() + "/";
            var spec = new ConnectSpec(
                    "a", url, Optional.empty(), "client", Map.of(), FrameLimits.DEFAULT, Duration.ofMillis(300));
            assertThat(failure(listeners.connect(OWNER, spec))).hasMessage(url + " did not answer in time");
        }
    }

    @Test
    void disconnectedWhileConnecting_fails() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var connecting = listeners.connect(OWNER, spec("a", "ws://127.0.0.1:" + silent.getLocalPort() + "/"));
            listeners.disconnect(OWNER, "a");
            assertThat(failure(connecting)).hasMessage("disconnected before it was open");
        }
    }

    @Test
    void noSubprotocolOfTheEngine_fails() {
        engine.subprotocols = List.of();
        gateway.unbind(engine, ENGINE);
        gateway.bind(engine, ENGINE);
        assertThat(failure(listeners.connect(OWNER, spec("a", url())))).isInstanceOf(IOException.class);
    }

    @Test
    void refusedByHttp_fails() {
        gateway.unbind(engine, ENGINE);
        assertThat(failure(listeners.connect(OWNER, spec("a", url())))).isInstanceOf(IOException.class);
        assertThat(client.log).isEmpty();
    }

    @Test
    void urlsThatCannotBe_fail() {
        assertThat(failure(listeners.connect(OWNER, spec("a", "udp://127.0.0.1:1"))))
                .isInstanceOf(IOException.class);
        assertThat(failure(listeners.connect(OWNER, spec("a", "nonsense")))).isInstanceOf(IOException.class);
        assertThat(failure(listeners.connect(OWNER, spec("a", "ws://no.such.host.invalid:1/"))))
                .hasMessage("unknown host in ws://no.such.host.invalid:1/");
    }
}
