package io.nkmedia.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.Framing;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkFlowTest extends LinkFixture {
    @Test
    void binaryOnTextFraming_closesWith1003() {
        links.bind(ID, first, 0);
        open().frame(new Frame.Bytes(ByteBuffer.allocate(3)));
        assertThat(first.log).containsExactly("attach");
        assertThat(socket.told).contains("close 1003");
    }

    @Test
    void binaryOnTextAndBinary_isDelivered() {
        first.framings = Set.of(Framing.TEXT_AND_BINARY);
        links.bind(ID, first, 0);
        open().frame(new Frame.Bytes(ByteBuffer.allocate(3)));
        assertThat(first.log).containsExactly("attach", "bytes 3");
    }

    @Test
    void paused_holdsWhatStillComesAndResumesInOrder() {
        links.bind(ID, first, 0);
        var link = open();
        first.onText = (connection, text) -> {
            if (text.equals("a") || text.equals("c")) {
                connection.pause();
            }
        };
        link.frame(text("a"));
        link.frame(text("b"));
        link.frame(text("c"));
        link.frame(text("d"));
        assertThat(first.log).containsExactly("attach", "a");
        first.only().resume();
        assertThat(first.log).containsExactly("attach", "a", "b", "c");
        assertThat(socket.told).containsExactly("begun", "read", "stop");
        first.only().resume();
        assertThat(first.log).containsExactly("attach", "a", "b", "c", "d");
        assertThat(socket.told).containsExactly("begun", "read", "stop", "read");
    }

    @Test
    void heldBeyondTheBound_closesWith1013() {
        limits = new FrameLimits(1000, 1000, 1000);
        links.bind(ID, first, 0);
        var link = open();
        first.only().pause();
        for (int i = 0; i < 400; i++) {
            link.frame(text("x".repeat(1000)));
        }
        assertThat(socket.told).contains("close 1013");
    }

    @Test
    void biggerThanAllowed_closesWith1009() {
        limits = new FrameLimits(5, 10, 10);
        links.bind(ID, first, 0);
        open().frame(text("123456"));
        assertThat(first.log).containsExactly("attach");
        assertThat(socket.told).contains("close 1009");
    }

    @Test
    void tooManyFramesQueued_closesWith4413() {
        limits = new FrameLimits(100, 2, 100);
        links.bind(ID, first, 0);
        open();
        first.only().send("a");
        first.only().send("b");
        socket.writing.get(0).run();
        first.only().send("c");
        assertThat(socket.told).doesNotContain("close 4413");
        first.only().send("d");
        first.only().send("e");
        assertThat(socket.told).containsExactly("begun", "read", "a", "b", "c", "ended", "close 4413");
    }

    @Test
    void tooManyBytesQueued_closesWith4413() {
        limits = new FrameLimits(100, 100, 10);
        links.bind(ID, first, 0);
        open();
        first.only().send("ä€😀");
        assertThat(first.only().queuedBytes()).isEqualTo(9);
        first.only().send("ab");
        assertThat(socket.told).contains("close 4413").doesNotContain("ab");
        socket.writing.forEach(Runnable::run);
        assertThat(first.only().queuedBytes()).isZero();
    }

    @Test
    void closed_waitsForTheSocketAndTellsOurCode() {
        links.bind(ID, first, 0);
        var link = open();
        first.farewell = Optional.of("bye");
        first.only().close(4401, "login");
        first.only().close(1000, "again");
        first.only().send("late");
        link.frame(text("late"));
        assertThat(socket.told).containsExactly("begun", "read", "ended", "close 4401 bye 4401");
        assertThat(first.log).containsExactly("attach");
        link.ended(1006, "");
        assertThat(first.log).containsExactly("attach", "closed 4401");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void closedWhilePaused_readsAgainSoThatTheEndIsSeen() {
        links.bind(ID, first, 0);
        open();
        first.only().pause();
        first.only().close(1000, "");
        assertThat(socket.told).containsExactly("begun", "read", "stop", "ended", "close 1000", "read");
    }

    @Test
    void peerThatDoesNotEnd_isDroppedAfterTwoSeconds() {
        links.bind(ID, first, 0);
        open();
        first.only().close(1000, "");
        time.advance(Link.LINGER);
        assertThat(socket.told).contains("abort");
        assertThat(first.log).containsExactly("attach", "closed 1000");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void holderGoesWhileClosing_isToldAtOnce() {
        links.bind(ID, first, 0);
        open();
        first.only().close(4410, "");
        links.unbind(ID, first);
        assertThat(first.log).containsExactly("attach", "closed 4410");
    }

    @Test
    void endedTwice_tellsOnce() {
        links.bind(ID, first, 0);
        var link = open();
        link.ended(1000, "");
        link.ended(1006, "");
        link.close(1011, "");
        assertThat(first.log).containsExactly("attach", "closed 1000");
        assertThat(socket.told).containsExactly("begun", "read", "ended");
    }

    @Test
    void datagram_onAWebSocket_isRefused() {
        links.bind(ID, first, 0);
        open();
        var peer = InetSocketAddress.createUnresolved("x", 1);
        assertThatThrownBy(() -> first.only().send(ByteBuffer.allocate(1), peer))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void frames_setWhenThePeerWasHeardLast() {
        links.bind(ID, first, 0);
        var link = open();
        time.advance(Duration.ofSeconds(3));
        assertThat(first.only().lastReceivedNanos()).isZero();
        link.touch();
        assertThat(first.only().lastReceivedNanos()).isEqualTo(3_000_000_000L);
    }
}
