package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.await;
import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.ListenerSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebSocketListenerTest extends SocketsFixture {
    @Test
    void webSocket_echoes_andKnowsItsPeer() {
        var client = webSocket(listen(spec("ws"))).say("hällo");
        client.hears("hällo");
        var connection = script.only();
        assertThat(connection.info().remote()).startsWith("ws:127.0.0.1:");
        assertThat(connection.info().path()).isEqualTo("/any");
        assertThat(connection.info().confidential()).isTrue();
        assertThat(connection.attributes()).containsEntry("service", "demo");
        assertThat(listeners.list().get(0).connections()).isEqualTo(1);
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
        eventually("not counted", () -> listeners.list().get(0).connections() == 0);
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

    /** A part of a message, and then nothing: the peer's doing, so nothing for the log. */
    @Test
    void webSocket_peerGoneInTheMiddleOfAMessage_isAnEndLikeOthers() throws IOException {
        int port = listen(spec("ws"));
        try (var raw = RawSocket.connect(port)) {
            assertThat(raw.http(RawSocket.upgrade("/"))).isEqualTo(101);
            raw.frame(0x01, new byte[] {'a'});
        }
        eventually("closed", () -> script.log.contains("closed 1006"));
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
                () -> script.connections.size() == came
                        && listeners.list().get(0).connections() == 0);
    }

    private static int status(int port, String request) throws IOException {
        try (var raw = RawSocket.connect(port)) {
            return raw.http(request);
        }
    }
}
