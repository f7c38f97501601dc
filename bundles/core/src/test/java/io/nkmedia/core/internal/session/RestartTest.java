package io.nkmedia.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.core.internal.SampleSdp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** ICE restarts (media-session.md §6 rule 8), of an engine's session and between two clients. */
class RestartTest {
    private static final Description RESTARTED =
            new Description(SampleSdp.trickling().replace("ufrag:abcd", "ufrag:wxyz"), SdpKind.WEBRTC, true);

    private final Stage stage = new Stage();

    private record Call(MediaSession a, MediaSession b) {}

    /** Two clients that are connected. */
    private Call call(Description offer, Description answer) {
        var a = stage.start(Wanted.caller("caller-1"), offer);
        var b = stage.start(Wanted.callee("callee-1", "caller-1"));
        b.setAnswer(answer);
        stage.time.run();
        return new Call(a, b);
    }

    private static Candidate of(String ufrag) {
        return new Candidate(Optional.of("0"), Optional.of(0), SampleSdp.HOST, Optional.of(ufrag));
    }

    @Test
    void anEngineAnswersTheNewOffer_andOnlyItsCandidatesCount() {
        var session = stage.start(Wanted.echo("echo-session"), Stage.TRICKLING);
        session.candidates(List.of(of("abcd"), of("wxyz")));
        var answered = session.restart(RESTARTED);
        assertThat(stage.outcome(answered)).isEqualTo(stage.leg(session).description());
        session.candidates(List.of(of("abcd"), of("wxyz")));
        stage.time.run();
        assertThat(stage.leg(session).log)
                .as("one of the new round was faster than its offer")
                .containsExactly("candidate", "reoffer", "candidate", "candidate");
        assertThat(stage.told("echo-session")).containsExactly("created", "ready", "answer", "answer");
        assertThat(stage.outcome(session.offer(java.time.Duration.ZERO))).isEqualTo(RESTARTED);
    }

    @Test
    void anEngineThatRefuses_leavesAllAsItWas() {
        var session = stage.start(Wanted.echo("echo-session"), Stage.OFFER);
        stage.leg(session).refusesAnswers = Optional.of(io.nkmedia.api.CoreError.INVALID_SDP.error());
        assertThat(stage.outcome(session.restart(RESTARTED))).isEqualTo("invalid_sdp");
        assertThat(stage.outcome(session.offer(java.time.Duration.ZERO))).isEqualTo(Stage.OFFER);
        stage.leg(session).refusesAnswers = Optional.empty();
        assertThat(stage.outcome(session.restart(RESTARTED))).isInstanceOf(Description.class);
    }

    @Test
    void theOtherClientAnswers_andCandidatesOfTheNewRoundFlow() {
        var call = call(Stage.TRICKLING, Stage.TRICKLING);
        stage.events.clear();
        var answered = call.a().restart(RESTARTED);
        assertThat(stage.outcome(answered)).isEqualTo("waiting");
        assertThat(stage.told("callee-1")).containsExactly("offer");
        assertThat(stage.outcome(call.b().restart(RESTARTED)))
                .as("both at once")
                .isEqualTo("invalid_state");
        call.a().candidates(List.of(of("abcd"), of("wxyz")));
        stage.time.run();
        assertThat(stage.outcome(call.b().setAnswer(RESTARTED))).isEqualTo("done");
        call.b().candidates(List.of(of("wxyz"), of("abcd")));
        assertThat(stage.outcome(answered)).isEqualTo(RESTARTED);
        assertThat(stage.told("callee-1")).containsExactly("offer", "candidate", "answer");
        assertThat(stage.told("caller-1")).containsExactly("answer", "candidate");
        assertThat(stage.outcome(call.b().setAnswer(RESTARTED))).isEqualTo("answer_already_set");
    }

    @Test
    void theSlaveRestartsToo() {
        var call = call(Stage.TRICKLING, Stage.OFFER);
        var answered = call.b().restart(RESTARTED);
        stage.time.run();
        assertThat(stage.outcome(call.a().setAnswer(Stage.OFFER))).isEqualTo("done");
        assertThat(stage.outcome(answered)).isEqualTo(Stage.OFFER);
    }

    @Test
    void nobodyAnswers_timesOut_andAnotherTryIsPossible() {
        var call = call(Stage.TRICKLING, Stage.TRICKLING);
        var first = call.a().restart(RESTARTED);
        stage.advance(30);
        assertThat(stage.outcome(first)).isEqualTo("timeout");
        assertThat(stage.outcome(call.b().setAnswer(RESTARTED))).isEqualTo("answer_already_set");
        var second = call.a().restart(RESTARTED);
        stage.time.run();
        call.b().setAnswer(RESTARTED);
        assertThat(stage.outcome(second)).isEqualTo(RESTARTED);
    }

    @Test
    void aClientThatCantTrickle_andNoCandidates_endsTheRestartOnly() {
        var call = call(Stage.OFFER, Stage.OFFER);
        var answered = call.a().restart(RESTARTED);
        stage.advance(5);
        assertThat(stage.outcome(answered)).isEqualTo("no_ice_candidates");
        assertThat(call.a().state()).isEqualTo(SessionState.READY);
        assertThat(call.b().state()).isEqualTo(SessionState.READY);
    }

    @Test
    void theSessionEnds_theRestartFails() {
        var call = call(Stage.OFFER, Stage.OFFER);
        var answered = call.a().restart(RESTARTED);
        call.b().destroy(io.nkmedia.api.StopReason.of(io.nkmedia.api.CoreError.USER_STOP));
        assertThat(stage.outcome(answered)).isEqualTo("session_stop");
    }

    @Test
    void withoutPeer_thereIsNothingToRestart() {
        var alone = stage.sessions.enter(Wanted.caller("caller-1").settings(), Quota.NONE);
        alone.start(Optional.of(Stage.OFFER), Optional.of(Stage.OFFER));
        stage.time.run();
        assertThat(stage.outcome(alone.restart(RESTARTED))).isEqualTo("invalid_state");
    }
}
