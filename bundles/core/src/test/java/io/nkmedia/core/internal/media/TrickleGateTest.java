package io.nkmedia.core.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.core.internal.SampleSdp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** media-session.md §6, A-46 to A-48. */
class TrickleGateTest {
    private static final Candidate HOST = candidate("0", SampleSdp.HOST);
    private static final Candidate OTHER = candidate("0", SampleSdp.OTHER);

    private final Passed out = new Passed();
    private final TrickleGate gate = new TrickleGate(out);

    private static Candidate candidate(String mid, String line) {
        return new Candidate(Optional.of(mid), Optional.empty(), line, Optional.empty());
    }

    private static Description description(String sdp, boolean trickle) {
        return new Description(sdp, SdpKind.WEBRTC, trickle);
    }

    /** The table of §6, the same for clients and engines: both directions are one gate. */
    @ParameterizedTest(name = "says trickle {0}, receiver takes {1}, no_*_trickle_ice {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
                    # says  | takes | flag  | mode   | SDP, one candidate, end of candidates
                    false   | false | false | CLOSED | complete sdp, ignored
                    false   | false | true  | CLOSED | complete sdp, ignored
                    false   | true  | false | PASS   | complete sdp, candidate 1, end
                    false   | true  | true  | PASS   | complete sdp, candidate 1, end
                    true    | true  | false | PASS   | trickling sdp, candidate 1, end
                    true    | true  | true  | BUFFER | complete sdp
                    true    | false | false | BUFFER | complete sdp
                    true    | false | true  | BUFFER | complete sdp
                    """)
    void each_combination_of_sides_givesItsMode(
            boolean says, boolean takes, boolean flag, TrickleGate.Mode mode, String passed) {
        gate.description(description(SampleSdp.audio(), says), takes, flag);
        assertThat(gate.state().mode()).isEqualTo(mode);
        assertThat(gate.buffering()).isEqualTo(mode == TrickleGate.Mode.BUFFER);
        gate.candidate(HOST);
        gate.end();
        assertThat(String.join(", ", out.log)).isEqualTo(passed);
    }

    @Test
    void buffered_untilTheEnd_isCompletedWithItsCandidates() {
        gate.description(description(SampleSdp.audio(), true), false, false);
        gate.candidate(HOST);
        gate.candidate(OTHER);
        assertThat(out.log).isEmpty();
        gate.end();
        assertThat(out.log).containsExactly("complete sdp");
        assertThat(out.descriptions.get(0).sdp())
                .endsWith(SampleSdp.lines("a=" + SampleSdp.HOST, "a=" + SampleSdp.OTHER, "a=end-of-candidates"));
    }

    @Test
    void buffered_untilTheTimeout_hasTheCandidatesSoFar_andIgnoresLateOnes() {
        gate.description(description(SampleSdp.audio(), true), true, true);
        gate.candidate(HOST);
        gate.timeout();
        gate.candidate(OTHER);
        gate.end();
        gate.timeout();
        assertThat(out.log).containsExactly("complete sdp", "ignored");
        assertThat(out.descriptions.get(0).sdp())
                .contains(SampleSdp.HOST)
                .doesNotContain(SampleSdp.OTHER)
                .endsWith("a=end-of-candidates\r\n");
    }

    @Test
    void buffered_withoutAnyCandidate_saysSo() {
        gate.description(description(SampleSdp.audio(), true), true, true);
        gate.timeout();
        assertThat(out.log).containsExactly("no candidates");
    }

    @Test
    void buffered_withCandidatesInTheSdpOnly_isFine() {
        gate.description(description(SampleSdp.complete(), true), true, true);
        gate.end();
        assertThat(out.log).containsExactly("complete sdp");
        assertThat(out.descriptions.get(0).sdp()).isEqualTo(SampleSdp.complete() + "a=end-of-candidates\r\n");
    }

    @Test
    void candidatesInTheSdp_andTheSameTrickled_areMergedWithoutDuplicates() {
        gate.description(description(SampleSdp.complete(), true), false, false);
        gate.candidate(HOST);
        gate.candidate(OTHER);
        gate.candidate(OTHER);
        gate.end();
        assertThat(out.descriptions.get(0).sdp())
                .isEqualTo(SampleSdp.complete() + SampleSdp.lines("a=" + SampleSdp.OTHER, "a=end-of-candidates"));
    }

    @Test
    void earlyCandidates_followTheirSdp_inTheirOrder() {
        gate.candidate(HOST);
        gate.candidate(OTHER);
        gate.end();
        assertThat(out.log).isEmpty();
        gate.description(description(SampleSdp.audio(), true), true, false);
        assertThat(out.log).containsExactly("trickling sdp", "candidate 1", "candidate 2", "end");
    }

    @Test
    void earlyCandidates_andTheirEnd_completeABufferedSdpAtOnce() {
        gate.candidate(HOST);
        gate.end();
        gate.description(description(SampleSdp.audio(), true), true, true);
        assertThat(out.log).containsExactly("complete sdp");
        assertThat(out.descriptions.get(0).sdp()).contains(SampleSdp.HOST);
    }

    @Test
    void earlyCandidates_above200_areIgnored() {
        for (int i = 0; i < 201; i++) {
            gate.candidate(HOST);
        }
        assertThat(out.log).containsExactly("ignored");
        assertThat(gate.state().candidates()).hasSize(200);
    }

    @Test
    void aNewRound_afterReset_startsFromNothing() {
        gate.description(description(SampleSdp.audio(), true), true, true);
        gate.candidate(HOST);
        gate.reset();
        assertThat(gate.state()).isEqualTo(new TrickleGate(out).state());
        gate.timeout();
        assertThat(out.log).isEmpty();
    }

    @Test
    void aGate_goesOnFromTheStateOfAnother() {
        gate.description(description(SampleSdp.audio(), true), true, true);
        gate.candidate(HOST);
        var next = new Passed();
        var carried = new TrickleGate(next, gate.state());
        assertThat(carried.state()).isEqualTo(gate.state());
        carried.end();
        assertThat(next.log).containsExactly("complete sdp");
        assertThat(next.descriptions.get(0).sdp()).contains(SampleSdp.HOST);
        assertThat(out.log).isEmpty();
    }

    @Test
    void anSdpThatCannotBeRead_isPassedOnAsItIs() {
        var strange = description("not an sdp", true);
        gate.description(strange, true, true);
        gate.timeout();
        assertThat(out.descriptions).isEqualTo(List.of(strange));
    }
}
