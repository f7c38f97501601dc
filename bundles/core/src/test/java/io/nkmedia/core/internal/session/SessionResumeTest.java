package io.nkmedia.core.internal.session;

import static io.nkmedia.core.internal.session.Stage.OFFER;
import static io.nkmedia.core.internal.session.Stage.TRICKLING;
import static io.nkmedia.core.internal.session.Stage.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Core is replaced while sessions live: A-13, design.md rule 3. */
class SessionResumeTest {
    private final Stage before = new Stage();

    /** The stage of the next core: the same time and engine, sessions through their text. */
    private Stage upgraded() throws Exception {
        var after = upgradedWithoutBackend();
        after.backendComesBack();
        return after;
    }

    private Stage upgradedWithoutBackend() throws Exception {
        before.time.run();
        var suspended = before.sessions.suspend().toCompletableFuture();
        before.time.run();
        assertThat(before.time.waiting()).hasSize(before.backend.opening.isZero() ? 0 : 1);
        var json = new Json();
        var binder = new Binder(json, true);
        var carried = new ArrayList<SessionSnapshot>();
        for (var snapshot : suspended.join()) {
            var text = json.write(json.tree(snapshot));
            carried.add(binder.bind(json.parse(text), SessionSnapshot.class, field -> {
                throw new AssertionError("not read: " + field);
            }));
        }
        assertThat(json.write(json.tree(carried))).isEqualTo(json.write(json.tree(suspended.join())));
        var after = new Stage(before.time, before.backend.successor());
        after.backends.clear();
        after.sessions.resume(carried);
        after.time.run();
        return after;
    }

    @Test
    void aReadySession_goesOnWithItsLeg_itsTimersAndItsLog() throws Exception {
        var old = before.start(Wanted.echo("echo-session"), OFFER);
        before.leg(old).events.status(Map.of("webrtc_ready", true));
        before.advance(600);
        var described = before.outcome(old.describe(true, true));
        var after = upgraded();
        var session = after.sessions.find("echo-session").orElseThrow();
        assertThat(after.outcome(session.describe(true, true))).isEqualTo(described);
        assertThat(after.outcome(session.timelog()).toString())
                .contains("msg=offer", "msg=answer", "{time=600000, msg=resumed}");
        assertThat(after.outcome(session.stats()).toString()).contains("packets=7");
        after.advance(3600 - 601);
        assertThat(after.sessions.find("echo-session")).isPresent();
        after.advance(1);
        assertThat(after.sessions.find("echo-session")).isEmpty();
        assertThat(before.backend.legs).isEmpty();
    }

    @Test
    void aSessionThatWasStarting_getsTheDescriptionOfTheLegThatOpenedMeanwhile() throws Exception {
        before.backend.opening = Duration.ofSeconds(1);
        before.start(Wanted.echo("echo-session"), OFFER);
        before.sessions.suspend();
        before.backends.clear();
        var after = upgradedWithoutBackend();
        after.advance(1);
        after.backendComesBack();
        assertThat(after.outcome(after.sessions
                                .find("echo-session")
                                .orElseThrow()
                                .describe(false, false))
                        .toString())
                .contains("state=READY");
    }

    @Test
    void candidatesThatWereBeingCollected_areNotLost() throws Exception {
        before.backend.takesTrickle = false;
        var old = before.start(Wanted.echo("echo-session").noTrickle(), TRICKLING);
        old.candidates(List.of(candidate()));
        var after = upgraded();
        after.advance(5);
        assertThat(after.outcome(after.sessions
                                .find("echo-session")
                                .orElseThrow()
                                .describe(false, false))
                        .toString())
                .contains("state=READY");
        assertThat(after.backend
                        .leg("echo-session")
                        .request
                        .offer()
                        .orElseThrow()
                        .sdp())
                .contains(candidate().candidate());
    }

    @Test
    void aCall_goesOn_withItsLinks() throws Exception {
        before.start(Wanted.caller("caller-1"), TRICKLING).candidates(List.of(candidate()));
        before.start(Wanted.callee("callee-1", "caller-1"));
        var after = upgraded();
        var b = after.sessions.find("callee-1").orElseThrow();
        assertThat(after.outcome(b.setAnswer(OFFER))).isEqualTo("done");
        assertThat(after.outcome(after.sessions.find("caller-1").orElseThrow().answer(Duration.ZERO)))
                .isEqualTo(OFFER);
        b.destroy(StopReason.of(CoreError.USER_STOP));
        after.time.run();
        assertThat(after.sessions.count()).isZero();
    }

    @Test
    void aDetachedSession_isStillWatchedForSilence() throws Exception {
        var old = before.start(Wanted.echo("echo-session").detached(), OFFER);
        before.leg(old).events.status(Map.of("webrtc_ready", true, "audio_status", "stopped"));
        var after = upgraded();
        after.advance(10);
        assertThat(after.sessions.count()).isZero();
    }

    @Test
    void aStart_thatNeverEnds_stillHasItsLimit() throws Exception {
        before.backend.opening = Duration.ofHours(1);
        before.start(Wanted.echo("echo-session"), OFFER);
        before.backends.clear();
        before.sessions.suspend();
        var after = upgradedWithoutBackend();
        after.advance(30);
        assertThat(after.sessions.count()).isZero();
    }

    /** The engine dies, the client knows it, and then core is replaced. */
    private MediaSession rebuilding(Stage at) {
        var session = at.start(Wanted.echo("echo-session").rebuilt(10), OFFER);
        at.backend.state = BackendState.LOST;
        at.leg(session).events.ended(StopReason.of(CoreError.BACKEND_DOWN));
        at.backend.legs.clear();
        at.time.run();
        return session;
    }

    @Test
    void aSessionThatIsBeingRebuilt_stillTakesTheNewOffer() throws Exception {
        rebuilding(before);
        var after = upgradedWithoutBackend();
        var session = after.sessions.find("echo-session").orElseThrow();
        assertThat(after.events).as("the client has been told already").isEmpty();
        var answer = session.restart(TRICKLING);
        assertThat(after.outcome(answer)).isEqualTo("waiting");
        after.backendComesBack();
        assertThat(after.outcome(answer))
                .isEqualTo(after.backend.leg("echo-session").description());
        assertThat(session.state()).isEqualTo(SessionState.READY);
    }

    @Test
    void aSessionThatIsBeingRebuilt_goesOnWithTheOfferThatItHas() throws Exception {
        var old = rebuilding(before);
        old.restart(TRICKLING);
        var after = upgraded();
        var session = after.sessions.find("echo-session").orElseThrow();
        assertThat(session.state()).isEqualTo(SessionState.READY);
        assertThat(after.outcome(session.offer(Duration.ZERO))).isEqualTo(TRICKLING);
    }

    @Test
    void aSessionThatIsBeingRebuilt_stillHasItsLimit() throws Exception {
        rebuilding(before);
        var after = upgradedWithoutBackend();
        after.advance(10);
        assertThat(after.sessions.count()).isZero();
    }
}
