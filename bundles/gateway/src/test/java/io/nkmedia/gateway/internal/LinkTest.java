package io.nkmedia.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.Framing;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LinkTest extends LinkFixture {
    @Test
    void opened_withAHolder_attachesAndReads() {
        links.bind(ID, first, 0);
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
        links.bind(ID, first, 0);
        assertThat(first.log).containsExactly("attach", "early");
        assertThat(socket.told).containsExactly("begun", "read");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void opened_withAHolderOfAnotherProtocol_waits() {
        links.bind("other", first, 0);
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
        links.bind(ID, first, 0);
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
        links.bind(ID, second, 0);
        link.frame(text("e"));
        Eventually.eventually("all frames", () -> second.log.contains("e"));
        assertThat(second.log).containsExactly("attach state", "b", "c", "d", "e");
        Eventually.eventually("reading again", () -> socket.told.size() == 4);
        assertThat(socket.told).containsExactly("begun", "read", "stop", "read");
        assertThat(time.waiting()).isZero();
    }

    /** Whoever saves one connection may bring all to rest, and would never answer what comes after that. */
    @Test
    void holderReplaced_isGivenNothingOnAnyConnection_onceOneIsSaved() {
        links.bind(ID, first, 0);
        var each = List.of(open(), open());
        first.onSave = () -> each.forEach(link -> link.frame(text("late")));
        links.unbind(ID, first);
        assertThat(first.log).containsExactly("attach", "attach", "save", "save");
        links.bind(ID, second, 0);
        assertThat(second.log.stream().filter("late"::equals)).hasSize(4);
    }

    @Test
    void successorThereAlready_isAttachedAtOnce() {
        links.bind(ID, first, 0);
        open();
        links.bind(ID, second, 0);
        assertThat(second.log).isEmpty();
        links.unbind(ID, first);
        assertThat(second.log).containsExactly("attach saved by first");
    }

    @Test
    void newConnections_goToTheHolderThatCameLast() {
        links.bind(ID, first, 0);
        links.bind(ID, second, 0);
        open();
        assertThat(second.log).containsExactly("attach");
        links.unbind(ID, second);
        assertThat(first.log).containsExactly("attach saved by second");
    }

    @Test
    void handleOfAHolderThatSaved_hasNoEffect() {
        links.bind(ID, first, 0);
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
        links.bind(ID, leaving, 0);
        open();
        links.unbind(ID, leaving);
        return leaving;
    }

    @Test
    void saveFails_closesWith1011AndTellsTheAttachment() {
        links.bind(ID, first, 0);
        open();
        first.saves = CompletableFuture.failedStage(new IllegalStateException("test"));
        links.unbind(ID, first);
        assertThat(first.log).containsExactly("attach", "save", "closed 1011");
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void saveGivesNothing_closesWith1011() {
        links.bind(ID, first, 0);
        open();
        first.saves = CompletableFuture.completedStage(null);
        links.unbind(ID, first);
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void saveTakesMoreThanASecond_closesThatConnectionAlone() {
        links.bind(ID, first, 0);
        open();
        first.saves = new CompletableFuture<>();
        long start = System.nanoTime();
        links.unbind(ID, first);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
        assertThat(first.log).containsExactly("attach", "save", "closed 1011");
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void peerClosesWhileSaving_tellsTheOldHolderOnly() {
        links.bind(ID, first, 0);
        var link = open();
        var stage = new CompletableFuture<String>();
        first.saves = stage;
        CompletableFuture.runAsync(() -> {
            Eventually.eventually("save asked", () -> first.log.contains("save"));
            link.ended(1000, "");
            stage.complete("too late");
        });
        links.unbind(ID, first);
        links.bind(ID, second, 0);
        Eventually.eventually("told", () -> first.log.size() == 3);
        assertThat(first.log).containsExactly("attach", "save", "closed 1000");
        assertThat(second.log).isEmpty();
    }

    @Test
    void peerClosesWhileDetached_theNextHolderGetsTheLastFramesAndLearnsIt() {
        links.bind(ID, first, 0);
        var link = open();
        links.unbind(ID, first);
        link.frame(text("bye"));
        link.ended(1000, "");
        assertThat(socket.told).contains("ended");
        links.bind(ID, second, 0);
        assertThat(second.log).containsExactly("attach saved by first", "bye", "closed 1000");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void peerClosesWhileDetachedAndNobodyComes_isForgotten() {
        links.bind(ID, first, 0);
        var link = open();
        links.unbind(ID, first);
        link.ended(1000, "");
        time.advance(Link.HOLD);
        links.bind(ID, second, 0);
        assertThat(second.log).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void detachedTooLong_closesWithTheFarewellOfTheOldHolder() {
        links.bind(ID, first, 0);
        open();
        first.farewell = Optional.of("bye");
        links.unbind(ID, first);
        time.advance(Link.HOLD);
        assertThat(socket.told).contains("close 1001 bye 1001");
    }

    @Test
    void attachThrows_closesWith1011() {
        first.attachFails = new IllegalStateException("test");
        links.bind(ID, first, 0);
        open();
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void protocolWithoutWebSocketFraming_closesWith1011() {
        first.framings = Set.of(Framing.LINE);
        links.bind(ID, first, 0);
        open();
        assertThat(first.log).isEmpty();
        assertThat(socket.told).contains("close 1011");
    }

    @Test
    void textThrows_closesWith1011AndTheRestIsDropped() {
        links.bind(ID, first, 0);
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
}
