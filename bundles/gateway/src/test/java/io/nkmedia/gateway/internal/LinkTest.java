package io.nkmedia.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.Framing;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final String ID = "text";
    private static final ConnectionInfo INFO =
            new ConnectionInfo("ws", "127.0.0.1", 4711, true, "/", Optional.empty(), Optional.empty(), false);

    private final ManualTime time = new ManualTime();
    private final Links links = new Links(time);
    private final Socket socket = new Socket();
    private final Script first = new Script("first");
    private final Script second = new Script("second");
    private FrameLimits limits = FrameLimits.DEFAULT;

    /** The socket's side: what it was told. */
    private static final class Socket implements Transport {
        final List<String> told = new CopyOnWriteArrayList<>();
        final List<Runnable> writing = new ArrayList<>();

        @Override
        public Framing framing(Set<Framing> offered) {
            return WebSockets.framing(offered);
        }

        @Override
        public void send(Frame frame, Runnable done) {
            told.add(frame instanceof Frame.Text text ? text.text() : "bytes");
            writing.add(done);
        }

        @Override
        public void reading(boolean on, Framing framing) {
            told.add(on ? "read" : "stop");
        }

        @Override
        public void close(int code, String reason, Optional<String> farewell) {
            told.add("close " + code + farewell.map(text -> " " + text).orElse(""));
        }

        @Override
        public void abort() {
            told.add("abort");
        }
    }

    private Link open() {
        var source = new Source() {
            @Override
            public String protocol() {
                return ID;
            }

            @Override
            public Map<String, String> attributes() {
                return Map.of();
            }

            @Override
            public FrameLimits limits() {
                return limits;
            }

            @Override
            public void begun(Link link) {
                socket.told.add("begun");
            }

            @Override
            public void ended(Link link) {
                if (!socket.told.contains("ended")) {
                    socket.told.add("ended");
                }
            }
        };
        var link = links.open(INFO, source, socket);
        links.start(link);
        return link;
    }

    private static Frame text(String text) {
        return Frame.text(text);
    }

    @Test
    void opened_withAHolder_attachesAndReads() {
        links.bind(ID, first);
        open().frame(text("a"));
        assertThat(first.log).containsExactly("attach", "a");
        assertThat(socket.told).containsExactly("begun", "read");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void opened_withoutAHolder_isNotReadUntilOneComes() {
        var link = open();
        link.frame(text("early"));
        assertThat(socket.told).containsExactly("begun");
        links.bind(ID, first);
        assertThat(first.log).containsExactly("attach", "early");
        assertThat(socket.told).containsExactly("begun", "read");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void opened_withAHolderOfAnotherProtocol_waits() {
        links.bind("other", first);
        open();
        assertThat(first.log).isEmpty();
    }

    @Test
    void nobodyComesFor30Seconds_closesWith1001() {
        open();
        time.advance(Duration.ofSeconds(29));
        assertThat(socket.told).doesNotContain("close 1001");
        time.advance(Duration.ofSeconds(1));
        assertThat(socket.told).contains("close 1001");
    }

    @Test
    void holderReplaced_savesStopsAndGivesTheNextWhatWasSavedThenTheHeldFramesInOrder() {
        links.bind(ID, first);
        var link = open();
        var stage = new CompletableFuture<String>();
        first.saves = stage;
        first.onText = (connection, text) -> connection.send("re " + text);
        CompletableFuture.runAsync(() -> {
            Eventually.eventually("save asked", () -> first.log.contains("save"));
            link.frame(text("b"));
            link.frame(text("c"));
            stage.complete("state");
        });
        links.unbind(ID, first);
        link.frame(text("d"));
        assertThat(first.log).containsExactly("attach", "save");
        assertThat(socket.told).containsExactly("begun", "read", "stop");
        links.bind(ID, second);
        link.frame(text("e"));
        Eventually.eventually("all frames", () -> second.log.contains("e"));
        assertThat(second.log).containsExactly("attach state", "b", "c", "d", "e");
        Eventually.eventually("reading again", () -> socket.told.size() == 4);
        assertThat(socket.told).containsExactly("begun", "read", "stop", "read");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void successorThereAlready_isAttachedAtOnce() {
        links.bind(ID, first);
        open();
        links.bind(ID, second);
        assertThat(second.log).isEmpty();
        links.unbind(ID, first);
        assertThat(second.log).containsExactly("attach saved by first");
    }

    @Test
    void newConnections_goToTheHolderThatCameLast() {
        links.bind(ID, first);
        links.bind(ID, second);
        open();
        assertThat(second.log).containsExactly("attach");
        links.unbind(ID, second);
        assertThat(first.log).containsExactly("attach saved by second");
    }

    @Test
    void handleOfAHolderThatSaved_hasNoEffect() {
        links.bind(ID, first);
        open();
        var old = first.only();
        links.unbind(ID, first);
        var before = List.copyOf(socket.told);
        old.send("late");
        old.close(1000, "late");
        old.resume();
        old.pause();
        assertThat(socket.told).isEqualTo(before);
    }

    @Test
    void holderThatSaved_isNotReferencedAnyMore() {
        var gone = new WeakReference<>(holdAndLeave());
        Eventually.eventually("the holder collected", () -> {
            System.gc();
            return gone.refersTo(null);
        });
    }

    private Script holdAndLeave() {
        var leaving = new Script("leaving");
        links.bind(ID, leaving);
        open();
        links.unbind(ID, leaving);
        return leaving;
    }

    @Test
    void saveFails_closesWith1011AndTellsTheAttachment() {
        links.bind(ID, first);
        open();
        first.saves = CompletableFuture.failedStage(new IllegalStateException("test"));
        links.unbind(ID, first);
        assertThat(first.log).containsExactly("attach", "save", "closed 1011");
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void saveGivesNothing_closesWith1011() {
        links.bind(ID, first);
        open();
        first.saves = CompletableFuture.completedStage(null);
        links.unbind(ID, first);
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void saveTakesMoreThanASecond_closesThatConnectionAlone() {
        links.bind(ID, first);
        open();
        first.saves = new CompletableFuture<>();
        long start = System.nanoTime();
        links.unbind(ID, first);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        assertThat(first.log).containsExactly("attach", "save", "closed 1011");
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void peerClosesWhileSaving_tellsTheOldHolderOnly() {
        links.bind(ID, first);
        var link = open();
        var stage = new CompletableFuture<String>();
        first.saves = stage;
        CompletableFuture.runAsync(() -> {
            Eventually.eventually("save asked", () -> first.log.contains("save"));
            link.ended(1000, "");
            stage.complete("too late");
        });
        links.unbind(ID, first);
        links.bind(ID, second);
        Eventually.eventually("told", () -> first.log.size() == 3);
        assertThat(first.log).containsExactly("attach", "save", "closed 1000");
        assertThat(second.log).isEmpty();
    }

    @Test
    void peerClosesWhileDetached_theNextHolderGetsTheLastFramesAndLearnsIt() {
        links.bind(ID, first);
        var link = open();
        links.unbind(ID, first);
        link.frame(text("bye"));
        link.ended(1000, "");
        assertThat(socket.told).contains("ended");
        links.bind(ID, second);
        assertThat(second.log).containsExactly("attach saved by first", "bye", "closed 1000");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void peerClosesWhileDetachedAndNobodyComes_isForgotten() {
        links.bind(ID, first);
        var link = open();
        links.unbind(ID, first);
        link.ended(1000, "");
        time.advance(Link.HOLD);
        links.bind(ID, second);
        assertThat(second.log).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void detachedTooLong_closesWithTheFarewellOfTheOldHolder() {
        links.bind(ID, first);
        open();
        first.farewell = Optional.of("bye");
        links.unbind(ID, first);
        time.advance(Link.HOLD);
        assertThat(socket.told).contains("close 1001 bye 1001");
    }

    @Test
    void attachThrows_closesWith1011() {
        first.attachFails = new IllegalStateException("test");
        links.bind(ID, first);
        open();
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void protocolWithoutWebSocketFraming_closesWith1011() {
        first.framings = Set.of(Framing.LINE);
        links.bind(ID, first);
        open();
        assertThat(first.log).isEmpty();
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void textThrows_closesWith1011AndTheRestIsDropped() {
        links.bind(ID, first);
        var link = open();
        first.onText = (connection, text) -> {
            throw new IllegalStateException("test");
        };
        link.frame(text("a"));
        link.frame(text("b"));
        assertThat(first.log).containsExactly("attach", "a");
        assertThat(socket.told).contains("close 1011");
        link.ended(1006, "");
        assertThat(first.log).containsExactly("attach", "a", "closed 1011");
    }

    @Test
    void binaryOnTextFraming_closesWith1003() {
        links.bind(ID, first);
        open().frame(new Frame.Bytes(ByteBuffer.allocate(3)));
        assertThat(first.log).containsExactly("attach");
        assertThat(socket.told).contains("close 1003");
    }

    @Test
    void binaryOnTextAndBinary_isDelivered() {
        first.framings = Set.of(Framing.TEXT_AND_BINARY);
        links.bind(ID, first);
        open().frame(new Frame.Bytes(ByteBuffer.allocate(3)));
        assertThat(first.log).containsExactly("attach", "bytes 3");
    }

    @Test
    void paused_holdsWhatStillComesAndResumesInOrder() {
        links.bind(ID, first);
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
        links.bind(ID, first);
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
        links.bind(ID, first);
        open().frame(text("123456"));
        assertThat(first.log).containsExactly("attach");
        assertThat(socket.told).contains("close 1009");
    }

    @Test
    void tooManyFramesQueued_closesWith4413() {
        limits = new FrameLimits(100, 2, 100);
        links.bind(ID, first);
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
        links.bind(ID, first);
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
        links.bind(ID, first);
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
        links.bind(ID, first);
        open();
        first.only().pause();
        first.only().close(1000, "");
        assertThat(socket.told).containsExactly("begun", "read", "stop", "ended", "close 1000", "read");
    }

    @Test
    void peerThatDoesNotEnd_isDroppedAfterTwoSeconds() {
        links.bind(ID, first);
        open();
        first.only().close(1000, "");
        time.advance(Link.LINGER);
        assertThat(socket.told).contains("abort");
        assertThat(first.log).containsExactly("attach", "closed 1000");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void holderGoesWhileClosing_isToldAtOnce() {
        links.bind(ID, first);
        open();
        first.only().close(4410, "");
        links.unbind(ID, first);
        assertThat(first.log).containsExactly("attach", "closed 4410");
    }

    @Test
    void endedTwice_tellsOnce() {
        links.bind(ID, first);
        var link = open();
        link.ended(1000, "");
        link.ended(1006, "");
        link.close(1011, "");
        assertThat(first.log).containsExactly("attach", "closed 1000");
        assertThat(socket.told).containsExactly("begun", "read", "ended");
    }

    @Test
    void datagram_onAWebSocket_isRefused() {
        links.bind(ID, first);
        open();
        var peer = InetSocketAddress.createUnresolved("x", 1);
        assertThatThrownBy(() -> first.only().send(ByteBuffer.allocate(1), peer))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void frames_setWhenThePeerWasHeardLast() {
        links.bind(ID, first);
        var link = open();
        time.advance(Duration.ofSeconds(3));
        assertThat(first.only().lastReceivedNanos()).isZero();
        link.touch();
        assertThat(first.only().lastReceivedNanos()).isEqualTo(3_000_000_000L);
    }
}
