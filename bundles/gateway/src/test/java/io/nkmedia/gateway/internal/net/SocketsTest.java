package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.await;
import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.Framing;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.internal.Gateway;
import io.nkmedia.gateway.internal.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketsTest {
    private static final String ID = "text";
    private static final Map<String, Object> PROPERTIES = Map.of("nkmedia.protocol", ID);

    private final Gateway gateway = new Gateway();
    private final Script script = Script.echo("first");
    private final HttpClient http = Client.http();

    SocketsTest() {
        gateway.bind(script, PROPERTIES);
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    private static ListenerSpec spec(String scheme) {
        return ListenerSpec.of(scheme + "://127.0.0.1:0", ID, Map.of("service", "demo"));
    }

    private int listen(ListenerSpec spec) {
        var state = apply(spec).get(0);
        assertThat(state.error()).isEmpty();
        return state.port();
    }

    private List<ListenerState> apply(ListenerSpec... specs) {
        return await(gateway.apply("service demo", List.of(specs)));
    }

    private Client webSocket(int port) {
        int before = script.connections.size();
        var client = Client.open(http, "ws://127.0.0.1:" + port + "/any");
        eventually("attached", () -> script.connections.size() > before);
        return client;
    }

    @Test
    void webSocket_echoes_andKnowsItsPeer() {
        var client = webSocket(listen(spec("ws"))).say("hällo");
        client.hears("hällo");
        var connection = script.only();
        assertThat(connection.info().remote()).startsWith("ws:127.0.0.1:");
        assertThat(connection.info().path()).isEqualTo("/any");
        assertThat(connection.info().confidential()).isTrue();
        assertThat(connection.attributes()).containsEntry("service", "demo");
        assertThat(gateway.list().get(0).connections()).isEqualTo(1);
    }

    @Test
    void webSocket_fragmentedAndLarge_arrivesWhole() {
        var client = webSocket(listen(spec("ws")));
        var half = "x".repeat(60_000);
        await(client.socket().sendText(half, false));
        client.say(half);
        client.hears(half + half);
    }

    @Test
    void webSocket_closedByThePeer_tellsTheCode() {
        var client = webSocket(listen(spec("ws")));
        await(client.socket().sendClose(4000, "enough"));
        eventually("closed", () -> script.log.contains("closed 4000"));
        eventually("not counted", () -> gateway.list().get(0).connections() == 0);
    }

    @Test
    void webSocket_closedByTheProtocol_tellsThePeer() {
        var client = webSocket(listen(spec("ws")));
        script.only().send("last");
        script.only().close(4401, "login");
        client.hears("closed 4401");
        assertThat(client.heard).containsExactly("last", "closed 4401");
        eventually("closed", () -> script.log.contains("closed 4401"));
    }

    @Test
    void webSocket_binaryOnText_closes1003() {
        var client = webSocket(listen(spec("ws")));
        await(client.socket().sendBinary(ByteBuffer.allocate(4), true));
        client.hears("closed 1003");
    }

    @Test
    void webSocket_tooBig_closes1009() {
        var client = webSocket(listen(spec("ws").withLimits(new FrameLimits(1000, 10, 10_000))));
        client.say("x".repeat(1000));
        client.hears("x".repeat(1000));
        await(client.socket().sendText("x".repeat(600), false));
        await(client.socket().sendText("x".repeat(600), true));
        client.hears("closed 1009");
    }

    @Test
    void webSocket_oneFrameTooBig_closes1009() {
        var client = webSocket(listen(spec("ws").withLimits(new FrameLimits(1000, 10, 10_000))));
        client.socket().sendText("x".repeat(5000), true);
        client.hears("closed 1009");
        eventually("told", () -> script.log.contains("closed 1009"));
    }

    @Test
    void webSocket_invalidUtf8_closes1007() throws IOException {
        try (var raw = RawSocket.connect(listen(spec("ws")))) {
            assertThat(raw.http(RawSocket.upgrade("/"))).isEqualTo(101);
            raw.frame(0x81, new byte[] {(byte) 0xc3, 0x28});
            assertThat(raw.closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void webSocket_unmaskedFrame_closes1002() throws IOException {
        try (var raw = RawSocket.connect(listen(spec("ws")))) {
            assertThat(raw.http(RawSocket.upgrade("/"))).isEqualTo(101);
            raw.write(new byte[] {(byte) 0x81, 1, 'a'});
            assertThat(raw.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void webSocket_messageInOnePacketWithTheRequest_isHeard() throws IOException {
        try (var raw = RawSocket.connect(listen(spec("ws")))) {
            var request = RawSocket.upgrade("/").getBytes(StandardCharsets.UTF_8);
            var both = Arrays.copyOf(request, request.length + 7);
            System.arraycopy(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'a'}, 0, both, request.length, 7);
            raw.write(both);
            eventually("the message", () -> script.log.contains("a"));
        }
    }

    @Test
    void webSocket_compressionOffered_isNotTaken() throws IOException {
        try (var raw = RawSocket.connect(listen(spec("ws")))) {
            raw.write(RawSocket.upgrade("/", "Sec-WebSocket-Extensions: permessage-deflate"));
            for (var line = raw.line(); !line.isEmpty(); line = raw.line()) {
                assertThat(line.toLowerCase()).doesNotContain("deflate");
            }
        }
    }

    @Test
    void webSocket_subprotocol_isTheBestOfOursThatIsOffered() {
        script.subprotocols = List.of("nkmedia.v2", "nkmedia.v1");
        gateway.unbind(script, PROPERTIES);
        gateway.bind(script, PROPERTIES);
        int port = listen(spec("ws"));
        var client = Client.open(http, "ws://127.0.0.1:" + port + "/", "other", "nkmedia.v1", "nkmedia.v2");
        assertThat(client.socket().getSubprotocol()).isEqualTo("nkmedia.v2");
        assertThat(webSocket(port).socket().getSubprotocol()).isEmpty();
    }

    @Test
    void webSocket_requestsThatAreRefused_getTheirStatus() throws IOException {
        int port = listen(ListenerSpec.of("ws://127.0.0.1:0/here", ID, Map.of())
                .withOrigins(List.of("https://friend.example"))
                .withMaxConnections(1));
        assertThat(status(port, "GET /here HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEqualTo(426);
        assertThat(status(port, RawSocket.upgrade("/there"))).isEqualTo(404);
        assertThat(status(port, RawSocket.upgrade("/here", "Origin: https://foe.example")))
                .isEqualTo(403);
        assertThat(status(port, RawSocket.upgrade("/here", "Origin: null"))).isEqualTo(403);
        assertThat(status(port, RawSocket.upgrade("/here", "Origin: https://localhost:8443")))
                .isEqualTo(101);
        goneAgain(1);
        assertThat(status(port, RawSocket.upgrade("/here", "Origin: https://friend.example")))
                .isEqualTo(101);
        goneAgain(2);
        try (var one = RawSocket.connect(port)) {
            assertThat(one.http(RawSocket.upgrade("/here"))).isEqualTo(101);
            eventually("in", () -> script.connections.size() == 3);
            assertThat(status(port, RawSocket.upgrade("/here"))).isEqualTo(503);
        }
        goneAgain(3);
        gateway.unbind(script, PROPERTIES);
        assertThat(status(port, RawSocket.upgrade("/here"))).isEqualTo(503);
    }

    private void goneAgain(int came) {
        eventually(
                "come and gone",
                () -> script.connections.size() == came && gateway.list().get(0).connections() == 0);
    }

    private static int status(int port, String request) throws IOException {
        try (var raw = RawSocket.connect(port)) {
            return raw.http(request);
        }
    }

    @Test
    void lines_areEchoed_withoutCarriageReturnsAndEmptyLines() throws IOException {
        try (var raw = RawSocket.connect(listen(spec("tcp")))) {
            raw.write("one\r\n\n\r\ntwo\nthr");
            assertThat(raw.line()).isEqualTo("one");
            assertThat(raw.line()).isEqualTo("two");
            raw.write("ee\n");
            assertThat(raw.line()).isEqualTo("three");
        }
        eventually("closed", () -> script.log.contains("closed 1006"));
        assertThat(script.log).containsExactly("attach", "one", "two", "three", "closed 1006");
    }

    @Test
    void line_tooLong_getsTheFarewellAndTheEnd() throws IOException {
        script.farewell = Optional.of("bye");
        try (var raw = RawSocket.connect(listen(spec("tcp").withLimits(new FrameLimits(100, 10, 1000))))) {
            raw.write("x".repeat(150));
            assertThat(raw.line()).isEqualTo("bye 1009");
            assertThat(raw.line()).isNull();
        }
    }

    @Test
    void line_invalidUtf8_getsTheFarewellAndTheEnd() throws IOException {
        script.farewell = Optional.of("bye");
        try (var raw = RawSocket.connect(listen(spec("tcp")))) {
            raw.write(new byte[] {(byte) 0xff, '\n'});
            assertThat(raw.line()).isEqualTo("bye 1007");
            assertThat(raw.line()).isNull();
        }
    }

    @Test
    void sipStream_isCutByContentLength_andKeepAlivesAreAnswered() throws IOException {
        script.framings = Set.of(Framing.SIP_STREAM);
        gateway.unbind(script, PROPERTIES);
        gateway.bind(script, PROPERTIES);
        var one = "OPTIONS sip:a SIP/2.0\r\nContent-Length: 4\r\n\r\nbody";
        var two = "OPTIONS sip:b SIP/2.0\r\nl : 0\r\n\r\n";
        try (var raw = RawSocket.connect(listen(spec("tcp")))) {
            raw.write("\r\n\r\n");
            assertThat(raw.line()).isEqualTo("");
            raw.write(one.substring(0, 30));
            raw.write(one.substring(30) + two + one.substring(0, 47));
            eventually("both", () -> script.log.size() == 3);
            assertThat(script.log).containsExactly("attach", "bytes " + one.length(), "bytes " + two.length());
            raw.write(one.substring(47));
            eventually("the third", () -> script.log.size() == 4);
        }
    }

    @Test
    void tcp_beyondMaxConnections_isClosed() throws IOException {
        int port = listen(spec("tcp").withMaxConnections(1));
        try (var one = RawSocket.connect(port)) {
            one.write("a\n");
            assertThat(one.line()).isEqualTo("a");
            try (var two = RawSocket.connect(port)) {
                assertThat(two.atEnd()).isTrue();
            }
        }
    }

    @Test
    void slowReader_isDroppedAlone() throws IOException {
        int port = listen(spec("ws").withLimits(new FrameLimits(100_000, 10_000, 1_000_000)));
        try (var slow = RawSocket.connect(port)) {
            assertThat(slow.http(RawSocket.upgrade("/"))).isEqualTo(101);
            eventually("the slow one", () -> script.connections.size() == 1);
            var other = webSocket(port);
            eventually("both", () -> script.connections.size() == 2);
            var connection = script.connections.get(0);
            var big = "x".repeat(50_000);
            IntStream.range(0, 1000).forEach(i -> connection.send(big));
            eventually("dropped", () -> script.log.contains("closed 4413"));
            assertThat(connection.queuedBytes()).isLessThanOrEqualTo(1_000_000);
            other.say("still here").hears("still here");
            eventually("nothing is left", () -> connection.queuedBytes() == 0);
        }
    }

    @Test
    void paused_stopsReadingFromTheSocket() throws IOException {
        try (var raw = RawSocket.connect(listen(spec("tcp")))) {
            raw.write("a\n");
            assertThat(raw.line()).isEqualTo("a");
            script.only().pause();
            raw.write("b\nc\n");
            assertThat(script.log).containsExactly("attach", "a");
            script.only().resume();
            assertThat(raw.line()).isEqualTo("b");
            assertThat(raw.line()).isEqualTo("c");
        }
    }

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
    void tcp_withoutHolder_isHeldUntilThereIsOne() throws IOException {
        int port = listen(spec("tcp"));
        gateway.unbind(script, PROPERTIES);
        try (var raw = RawSocket.connect(port)) {
            raw.write("early\n");
            gateway.bind(script, PROPERTIES);
            assertThat(raw.line()).isEqualTo("early");
        }
    }

    @Test
    void portInUse_isSaidAndRetriedUntilItIsFree() throws IOException {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            var state = apply(ListenerSpec.of("ws://127.0.0.1:" + port, ID, Map.of()))
                    .get(0);
            assertThat(state.open()).isFalse();
            assertThat(state.error()).contains("port " + port + " is in use");
        }
        eventually("open after a retry", () -> gateway.list().get(0).open());
        webSocket(port).say("hello").hears("hello");
    }

    @Test
    void specsThatCannotBe_saySoAndTheOthersOpen() {
        var states = apply(spec("wss"), spec("ftp"), spec("udp"), spec("ws"), spec("ws"));
        assertThat(states.stream().map(ListenerState::open)).containsExactly(false, false, false, true, false);
        assertThat(states.get(0).error()).contains("a certificate and a key are needed");
        assertThat(states.get(4).error()).contains("listed twice");
        var other = await(gateway.apply("service other", List.of(spec("ws"))));
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
                5);
        assertThat(apply(changed).get(0).port()).isEqualTo(port);
        assertThat(script.only().attributes()).containsEntry("service", "other");
        client.say("hello").hears("hello");
        assertThat(apply()).isEmpty();
        client.hears("closed 1001");
        assertThat(gateway.list()).isEmpty();
    }

    @Test
    void samePortAsAnotherKind_isReopened() throws IOException {
        int port = listen(spec("ws"));
        assertThat(listen(ListenerSpec.of("tcp://127.0.0.1:" + port, ID, Map.of())))
                .isEqualTo(port);
        try (var raw = RawSocket.connect(port)) {
            raw.write("now lines\n");
            assertThat(raw.line()).isEqualTo("now lines");
        }
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
