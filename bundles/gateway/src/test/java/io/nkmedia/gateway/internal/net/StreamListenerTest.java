package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.Framing;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamListenerTest extends SocketsFixture {
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
    void tcp_withoutHolder_isHeldUntilThereIsOne() throws IOException {
        int port = listen(spec("tcp"));
        gateway.unbind(script, PROPERTIES);
        try (var raw = RawSocket.connect(port)) {
            raw.write("early\n");
            gateway.bind(script, PROPERTIES);
            assertThat(raw.line()).isEqualTo("early");
        }
    }
}
