package io.nkmedia.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.core.internal.SampleSdp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which candidates get through, and when there are enough (media-session.md §6 rules 2, 5, 7; ). */
class CandidatesTest {
    private static final String LOCAL =
            "candidate:3 1 udp 2122194687 0b5a4a6c-31c4-4f6a-8f0b-7d5f4b3d2a10.local 4713 typ host";

    private final Stage stage = new Stage();

    private static Candidate line(String line) {
        return new Candidate(Optional.of("0"), Optional.of(0), line, Optional.empty());
    }

    private MediaSession buffering() {
        return stage.start(Wanted.echo("echo-session").noTrickle(), Stage.TRICKLING);
    }

    private long opened() {
        return stage.backend.opened;
    }

    @Test
    void eachTypeIsThere_andSilence_endCollecting() {
        var session = buffering();
        session.candidates(List.of(line(SampleSdp.HOST)));
        stage.time.advance(java.time.Duration.ofMillis(499));
        assertThat(opened()).isZero();
        session.candidates(List.of(line(SampleSdp.OTHER)));
        stage.time.advance(java.time.Duration.ofMillis(499));
        assertThat(opened()).as("another one has come").isZero();
        stage.time.advance(java.time.Duration.ofMillis(1));
        assertThat(stage.leg(session).request.offer().orElseThrow().sdp())
                .contains(SampleSdp.HOST, SampleSdp.OTHER, "a=end-of-candidates");
    }

    @Test
    void aTypeIsMissing_theTimeoutDecides() {
        stage.candidateTypes = Set.of("host", "srflx");
        var session = buffering();
        session.candidates(List.of(line(SampleSdp.HOST)));
        stage.time.advance(java.time.Duration.ofMillis(4999));
        assertThat(opened()).isZero();
        stage.time.advance(java.time.Duration.ofMillis(1));
        assertThat(opened()).isEqualTo(1);
    }

    @Test
    void ofAnotherLine_orAnotherRound_isDropped() {
        var session = stage.start(Wanted.echo("echo-session"), Stage.TRICKLING);
        session.candidates(List.of(
                new Candidate(Optional.of("7"), Optional.empty(), SampleSdp.HOST, Optional.empty()),
                new Candidate(Optional.empty(), Optional.of(1), SampleSdp.HOST, Optional.empty()),
                new Candidate(Optional.of("0"), Optional.of(0), SampleSdp.HOST, Optional.of("other")),
                line(SampleSdp.HOST + " generation 0 ufrag other network-id 1")));
        stage.time.run();
        assertThat(stage.leg(session).log).isEmpty();
        assertThat(stage.outcome(session.timelog())).asString().contains("ignoring_late_client_candidate");
        session.candidates(List.of(
                new Candidate(Optional.of("7"), Optional.of(0), SampleSdp.HOST, Optional.of("abcd")),
                line(SampleSdp.HOST + " generation 0 ufrag abcd network-id 1")));
        stage.time.run();
        assertThat(stage.leg(session).log).containsExactly("candidate", "candidate");
    }

    @Test
    void namesOfTheLocalLink_areNotForEngines_unlessThereIsNothingElse() {
        var session = stage.start(Wanted.echo("echo-session"), Stage.TRICKLING);
        session.candidates(List.of(line(LOCAL), line(SampleSdp.HOST), line(LOCAL)));
        session.candidatesEnd();
        stage.time.run();
        assertThat(stage.leg(session).log).containsExactly("candidate", "end");

        var hidden = stage.start(Wanted.echo("echo-hidden"), Stage.TRICKLING);
        hidden.candidates(List.of(line(LOCAL)));
        stage.time.run();
        assertThat(stage.leg(hidden).log).isEmpty();
        hidden.candidatesEnd();
        stage.time.run();
        assertThat(stage.leg(hidden).log).containsExactly("candidate", "end");
    }

    @Test
    void namesOfTheLocalLink_inASdp_areLeftOutForEngines_unlessThereIsNothingElse() {
        var sdp = SampleSdp.complete() + "a=" + LOCAL + "\r\n";
        var session = stage.start(Wanted.echo("echo-session"), new Description(sdp, SdpKind.WEBRTC, false));
        assertThat(stage.leg(session).request.offer().orElseThrow().sdp()).isEqualTo(SampleSdp.complete());
        assertThat(stage.outcome(session.offer(java.time.Duration.ZERO)))
                .asString()
                .as("what the client gave")
                .contains(".local");
        var hidden = SampleSdp.audio() + "a=" + LOCAL + "\r\n";
        var other = stage.start(Wanted.echo("echo-hidden"), new Description(hidden, SdpKind.WEBRTC, false));
        assertThat(stage.leg(other).request.offer().orElseThrow().sdp()).isEqualTo(hidden);
    }

    @Test
    void namesOfTheLocalLink_withoutEnd_goOnAfterTheTimeout() {
        var session = stage.start(Wanted.echo("echo-session"), Stage.TRICKLING);
        session.candidates(List.of(line(LOCAL)));
        stage.advance(5);
        assertThat(stage.leg(session).log).containsExactly("candidate");
    }

    @Test
    void candidatesThatCameBeforeTheAnswer_followIt() {
        var session = stage.start(Wanted.park("park-session"));
        session.candidates(List.of(line(SampleSdp.HOST)));
        session.setAnswer(Stage.TRICKLING);
        session.candidates(List.of(line(SampleSdp.OTHER)));
        stage.time.run();
        assertThat(stage.leg(session).log).containsExactly("trickling answer", "candidate", "candidate");
    }

    @Test
    void namesOfTheLocalLink_areForOtherClients() {
        var a = stage.start(Wanted.caller("caller-1"), Stage.TRICKLING);
        stage.start(Wanted.callee("callee-1", "caller-1"));
        stage.events.clear();
        a.candidates(List.of(line(LOCAL)));
        stage.time.run();
        assertThat(stage.told("callee-1")).containsExactly("candidate");
    }
}
