package io.nkmedia.core.internal.session;

import static io.nkmedia.core.internal.session.Stage.OFFER;
import static io.nkmedia.core.internal.session.Stage.TRICKLING;
import static io.nkmedia.core.internal.session.Stage.candidate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.core.internal.FakeBackend;
import io.nkmedia.core.internal.SampleSdp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions whose server side is an engine: media-session.md §3, §4, §6, §10. */
class BackendSessionTest {
    private final Stage stage = new Stage();

    @Test
    void echo_livesFromOfferToDestroy_andLeavesNothing() {
        var session = stage.start(Wanted.echo("echo-session"), OFFER);
        var leg = stage.leg(session);
        assertThat(leg.request.offer()).contains(OFFER);
        assertThat(stage.outcome(session.made())).isEqualTo(leg.description());
        leg.events.status(Map.of("webrtc_ready", true));
        stage.time.run();
        assertThat(stage.outcome(session.destroy(StopReason.of(CoreError.USER_STOP))))
                .isEqualTo("done");
        assertThat(stage.told("echo-session"))
                .containsExactly("created", "ready", "answer", "status", "destroyed user_stop", "record");
        assertThat(leg.log).containsExactly("released user_stop");
        assertThat(stage.sessions.isEnded("echo-session")).isTrue();
        assertThat(stage.outcome(session.status())).isEqualTo("session_not_found");
        assertThat(stage.outcome(session.describe(false, false)))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("state", SessionState.DESTROYED)
                .containsEntry("destroy_reason", "user_stop")
                .containsEntry("destroy_code", 100011)
                .containsEntry("session_meta", Map.of("room", "blue"));
        stage.advance(31);
        assertThat(stage.sessions.isEnded("echo-session")).isFalse();
        assertThat(stage.time.waiting()).isEmpty();
        assertThat(stage.bus.patterns()).isZero();
    }

    @Test
    void anId_isTakenWhileTheSessionLives_and30SecondsMore() {
        var session = stage.start(Wanted.echo("echo-session"), OFFER);
        assertDuplicated();
        session.destroy(StopReason.of(CoreError.USER_STOP));
        stage.time.run();
        assertDuplicated();
        stage.advance(31);
        stage.start(Wanted.echo("echo-session"), OFFER);
    }

    private void assertDuplicated() {
        assertThatThrownBy(
                        () -> stage.sessions.enter(Wanted.echo("echo-session").settings(), Quota.NONE))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(CoreError.DUPLICATED_SESSION_ID));
    }

    @Test
    void mediaCommands_needAReadySession() {
        stage.backend.opening = Duration.ofSeconds(1);
        var session = stage.start(Wanted.echo("echo-session"), OFFER);
        var mute = new MediaUpdate(Optional.of(true), Optional.empty(), Optional.empty(), Optional.of(64000));
        assertThat(stage.outcome(session.update(mute))).isEqualTo("invalid_state");
        assertThat(stage.outcome(session.stats())).isEqualTo("invalid_state");
        stage.advance(1);
        assertThat(stage.outcome(session.update(mute))).isEqualTo("done");
        assertThat(stage.outcome(session.stats()).toString()).contains("packets=7");
        assertThat(stage.outcome(session.restart(OFFER)))
                .isEqualTo(stage.leg(session).description());
        assertThat(stage.leg(session).log).containsExactly("update", "stats", "reoffer");
        assertThat(stage.outcome(session.describe(false, false)).toString())
                .contains("mute_audio=true", "bitrate=64000");
    }

    @Test
    void trickledCandidates_goToAnEngineThatTakesThem_alsoThoseThatCameBeforeItWasOpen() {
        stage.backend.opening = Duration.ofSeconds(1);
        var session = stage.start(Wanted.echo("echo-session"), TRICKLING);
        session.candidates(List.of(candidate()));
        stage.advance(1);
        session.candidatesEnd();
        stage.time.run();
        assertThat(stage.leg(session).log).containsExactly("candidate", "end");
    }

    @Test
    void trickledCandidates_areCollectedForAnEngineThatDoesNotTakeThem() {
        stage.backend.takesTrickle = false;
        var session = stage.start(Wanted.echo("echo-session"), TRICKLING);
        session.candidates(List.of(candidate()));
        stage.time.run();
        assertThat(stage.backend.opened).isZero();
        stage.advance(5);
        var offer = stage.leg(session).request.offer().orElseThrow();
        assertThat(offer.trickle()).isFalse();
        assertThat(offer.sdp()).contains(SampleSdp.OTHER, "a=end-of-candidates");
    }

    @Test
    void aTricklingOffer_withoutAnyCandidate_endsTheSession() {
        stage.start(Wanted.echo("echo-session").noTrickle(), TRICKLING);
        stage.advance(5);
        assertThat(stage.told("echo-session")).containsExactly("created", "destroyed no_ice_candidates", "record");
    }

    /** */
    @Test
    void anEngineThatTrickles_isPassedOnToAClientThatTrickles() {
        stage.backend.trickles = true;
        var session = stage.start(Wanted.echo("echo-session"), TRICKLING);
        stage.leg(session).events.candidate(candidate());
        stage.leg(session).events.candidatesEnd();
        stage.time.run();
        assertThat(stage.told("echo-session"))
                .containsExactly("created", "ready", "answer", "candidate", "candidate_end");
    }

    /** */
    @Test
    void anEngineThatTrickles_isCompletedForAClientThatDoesNotSayThatItCan() {
        stage.backend.trickles = true;
        var session = stage.start(Wanted.echo("echo-session"), OFFER);
        stage.leg(session).events.candidate(candidate());
        stage.leg(session).events.candidatesEnd();
        stage.time.run();
        assertThat(stage.told("echo-session")).containsExactly("created", "ready", "answer");
        assertThat(stage.outcome(session.made()).toString()).contains(SampleSdp.OTHER);
    }

    @Test
    void asOfferer_theServerOffers_andTheClientAnswersOnce() {
        var session = stage.start(Wanted.park("park-session"));
        assertThat(stage.outcome(session.made())).isEqualTo(stage.leg(session).description());
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("done");
        assertThat(stage.told("park-session")).containsExactly("created", "wait", "offer", "ready", "answer");
        assertThat(stage.leg(session).log).containsExactly("complete answer");
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("answer_already_set");
    }

    @Test
    void answers_areChecked() {
        stage.backend.opening = Duration.ofSeconds(1);
        var session = stage.start(Wanted.park("park-session"));
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("offer_not_set");
        stage.advance(1);
        var video = new Description(SampleSdp.of("audio", "video"), SdpKind.WEBRTC, false);
        assertThat(stage.outcome(session.setAnswer(video))).isEqualTo("invalid_sdp");
        assertThat(stage.outcome(session.setAnswer(OFFER.withSdp("")))).isEqualTo("missing_sdp");
        var echo = stage.start(Wanted.echo("echo-session"), OFFER);
        stage.advance(1);
        assertThat(stage.outcome(echo.setAnswer(OFFER))).isEqualTo("answer_already_set");
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("done");
    }

    @Test
    void threeRefusedAnswers_endTheSession() {
        var session = stage.start(Wanted.park("park-session"));
        stage.leg(session).refusesAnswers = Optional.of(CoreError.INVALID_SDP.error());
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("invalid_sdp");
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("invalid_sdp");
        assertThat(stage.outcome(session.describe(false, false)).toString()).contains("state=WAIT");
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("invalid_sdp");
        assertThat(stage.told("park-session")).endsWith("destroyed session_failed", "record");
    }

    @Test
    void aTricklingAnswer_isCollected_ifTheSessionSaysSo() {
        var session = stage.start(Wanted.park("park-session").noTrickle());
        assertThat(stage.outcome(session.setAnswer(TRICKLING))).isEqualTo("done");
        assertThat(stage.outcome(session.answer(Duration.ofSeconds(1)))).isEqualTo("waiting");
        session.candidates(List.of(candidate()));
        session.candidatesEnd();
        stage.time.run();
        assertThat(stage.leg(session).log).containsExactly("complete answer");
        assertThat(stage.told("park-session")).endsWith("ready", "answer");
    }

    /** */
    @Test
    void whoWaits_getsTheDescription_orATimeout_orTheEnd() {
        stage.backend.opening = Duration.ofSeconds(20);
        var session = stage.start(Wanted.echo("echo-session"), OFFER);
        var patient = session.answer(Duration.ofSeconds(30));
        var hasty = session.answer(Duration.ofSeconds(5));
        stage.advance(5);
        assertThat(stage.outcome(hasty)).isEqualTo("timeout");
        assertThat(stage.outcome(patient)).isEqualTo("waiting");
        for (int i = 0; i < 100; i++) {
            assertThat(stage.outcome(session.answer(Duration.ZERO))).isEqualTo("waiting");
            stage.time.advance(Duration.ofMillis(1));
        }
        session.destroy(StopReason.of(CoreError.USER_STOP));
        assertThat(stage.outcome(patient)).isEqualTo("session_stop");
        assertThat(stage.outcome(session.made())).isEqualTo("user_stop");
    }

    @Test
    void atMost64_waitForOneDescription() {
        stage.backend.opening = Duration.ofSeconds(20);
        var session = stage.start(Wanted.echo("echo-session"), OFFER);
        for (int i = 0; i < 64; i++) {
            assertThat(stage.outcome(session.answer(Duration.ofSeconds(1)))).isEqualTo("waiting");
        }
        assertThat(stage.outcome(session.answer(Duration.ofSeconds(1)))).isEqualTo("too_many_requests");
        stage.advance(1);
        assertThat(stage.outcome(session.answer(Duration.ofSeconds(1)))).isEqualTo("waiting");
    }

    @Test
    void aBackendThatRefuses_failsTheCreate_andLeavesNothing() {
        stage.backend.refuses = Optional.of(CoreError.INVALID_SDP.because("no codec"));
        var session = stage.start(Wanted.echo("echo-session"), OFFER);
        assertThat(stage.outcome(session.made())).isEqualTo("invalid_sdp");
        assertThat(stage.told("echo-session")).containsExactly("created", "destroyed invalid_sdp", "record");
        assertThat(stage.sessions.count()).isZero();
        assertThat(stage.backend.legs).isEmpty();
    }

    @Test
    void theNextBackend_isTried_onlyIfTheFirstCouldNotBeReached() {
        var second = new FakeBackend("fake2", stage.time);
        stage.backends.add(second);
        stage.backend.refuses = Optional.of(CoreError.NO_MEDIASERVER.error());
        var session = stage.start(Wanted.echo("echo-1"), OFFER);
        assertThat(stage.outcome(session.made())).isEqualTo(second.leg("echo-1").description());
        stage.backend.refuses = Optional.of(CoreError.SESSION_FAILED.error());
        var failed = stage.start(Wanted.echo("echo-2"), OFFER);
        assertThat(stage.outcome(failed.made())).isEqualTo("session_failed");
        assertThat(second.opened).isOne();
        second.refuses = Optional.of(CoreError.NO_MEDIASERVER.error());
        stage.backend.refuses = second.refuses;
        assertThat(stage.outcome(stage.start(Wanted.echo("echo-3"), OFFER).made()))
                .isEqualTo("no_mediaserver");
    }

    @Test
    void withoutAReadyBackend_nothingIsMade() {
        stage.backend.state = BackendState.STARTING;
        assertThatThrownBy(
                        () -> stage.sessions.enter(Wanted.echo("echo-session").settings(), Quota.NONE))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(CoreError.NO_MEDIASERVER));
        assertThat(stage.sessions.count()).isZero();
    }

    @Test
    void aLegThatOpensAfterTheEnd_isReleased() {
        stage.backend.opening = Duration.ofSeconds(3);
        var session = stage.start(Wanted.echo("echo-session"), OFFER);
        session.destroy(StopReason.of(CoreError.USER_STOP));
        stage.advance(3);
        assertThat(stage.backend.legs).isEmpty();
        assertThat(stage.told("echo-session")).containsExactly("created", "destroyed user_stop", "record");
    }

    @Test
    void whatWaitsForALeg_isBounded() {
        stage.backend.opening = Duration.ofSeconds(3);
        var session = stage.start(Wanted.echo("echo-session"), TRICKLING);
        for (int i = 0; i < 500; i++) {
            session.candidates(List.of(candidate()));
            stage.time.run();
        }
        stage.advance(3);
        assertThat(stage.leg(session).log).hasSize(256);
    }
}
