package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.await;
import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.internal.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenerChangeTest extends SocketsFixture {
    @Test
    void holderReplaced_keepsBothKindsOfSockets() throws IOException {
        var states = apply(spec("ws"), spec("tcp"));
        var client = webSocket(states.get(0).port());
        try (var raw = RawSocket.connect(states.get(1).port())) {
            eventually("both", () -> script.connections.size() == 2);
            gateway.unbind(script, PROPERTIES);
            client.socket().sendText("while away", true);
            raw.write("me too\n");
            var next = Script.echo("second");
            gateway.bind(next, PROPERTIES);
            client.hears("while away");
            assertThat(raw.line()).isEqualTo("me too");
            assertThat(next.log).contains("attach saved by first");
        }
    }

    @Test
    void portInUse_isSaidAndRetriedUntilItIsFree() throws IOException {
        int port = QuietPort.find();
        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            var state = apply(ListenerSpec.of("ws://127.0.0.1:" + port, ID, Map.of()))
                    .get(0);
            assertThat(state.open()).isFalse();
            assertThat(state.error()).contains("port " + port + " is in use");
        }
        eventually("open after a retry", () -> listeners.list().get(0).open());
        webSocket(port).say("hello").hears("hello");
    }

    @Test
    void specsThatCannotBe_saySoAndTheOthersOpen() {
        var states = apply(spec("wss"), spec("ftp"), spec("ws"), spec("ws"));
        assertThat(states.stream().map(ListenerState::open)).containsExactly(false, false, true, false);
        assertThat(states.get(0).error()).contains("a certificate and a key are needed");
        assertThat(states.get(3).error()).contains("listed twice");
        var other = await(listeners.apply("service other", List.of(spec("ws"))));
        assertThat(other.get(0).error()).contains("in use by another service");
    }

    @Test
    void change_touchesNoConnection_andRemovalCloses1001() {
        var before = spec("ws");
        int port = listen(before);
        var client = webSocket(port);
        var changed = new ListenerSpec(
                before.url(),
                ID,
                Map.of("service", "other"),
                new FrameLimits(10, 10, 10),
                Optional.empty(),
                List.of("*"),
                true,
                5,
                false,
                Optional.empty());
        assertThat(apply(changed).get(0).port()).isEqualTo(port);
        assertThat(script.only().attributes()).containsEntry("service", "other");
        client.say("hello").hears("hello");
        assertThat(apply()).isEmpty();
        client.hears("closed 1001");
        assertThat(listeners.list()).isEmpty();
    }

    @Test
    void samePortAsAnotherKind_isReopened() throws IOException {
        int port = listen(at("ws", QuietPort.find()));
        assertThat(listen(ListenerSpec.of("tcp://127.0.0.1:" + port, ID, Map.of())))
                .isEqualTo(port);
        try (var raw = RawSocket.connect(port)) {
            raw.write("now lines\n");
            assertThat(raw.line()).isEqualTo("now lines");
        }
    }

    @Test
    void closedPort_isFreeAtOnce() throws IOException {
        int port = QuietPort.find();
        for (int i = 0; i < 200; i++) {
            listen(ListenerSpec.of("ws://127.0.0.1:" + port, ID, Map.of()));
            apply();
        }
    }

    private static ListenerSpec at(String scheme, int port) {
        return ListenerSpec.of(scheme + "://127.0.0.1:" + port, ID, Map.of());
    }

    @Test
    void dualStack_takesBothFamilies() throws IOException {
        int port = listen(ListenerSpec.of("tcp://[::]:0", ID, Map.of()));
        for (var address : InetAddress.getAllByName("localhost")) {
            try (var raw = new RawSocket(new java.net.Socket(address, port))) {
                raw.write("hello\n");
                assertThat(raw.line()).isEqualTo("hello");
            }
        }
    }

    @Test
    void gatewayStops_closesWith1001AndLeavesNoThread() {
        var client = webSocket(listen(spec("ws")));
        gateway.stop();
        client.hears("closed 1001");
        assertThat(script.log).contains("closed 1001");
        eventually(
                "no thread",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("nkmedia-net")));
    }
}
