package io.nkmedia.core.internal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.core.internal.SampleSdp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpTest {
    private static String recorded() throws IOException {
        try (var in = SdpTest.class.getResourceAsStream("/io/nkmedia/testing/janus/offer-chromium-nontrickle.sdp")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n")
                    .replace("\n", "\r\n");
        }
    }

    private static Candidate at(Optional<String> mid, Optional<Integer> index) {
        return new Candidate(mid, index, SampleSdp.HOST, Optional.empty());
    }

    @Test
    void aRecordedOffer_isFine_andStaysAsItIs_besidesCandidates() throws IOException {
        var text = recorded();
        var sdp = Sdp.parse(text, "offer.sdp").checkWebrtc("offer.sdp");
        assertThat(sdp.hasCandidates()).isTrue();
        assertThat(sdp.offersTrickle()).isTrue();
        var completed = sdp.complete(List.of(at(Optional.of("1"), Optional.empty())));
        assertThat(completed).endsWith(SampleSdp.lines("a=" + SampleSdp.HOST, "a=end-of-candidates"));
        assertThat(completed.replace("a=" + SampleSdp.HOST + "\r\n", "").replace("a=end-of-candidates\r\n", ""))
                .isEqualTo(text);
        assertThat(completed.split("a=end-of-candidates", -1)).hasSize(3);
    }

    @ParameterizedTest(name = "mid {0}, index {1}: m-line {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    1 |   | 1
                    0 | 1 | 0
                      | 1 | 1
                    x | 1 | 1
                    x |   | none
                      | 2 | none
                    """)
    void aCandidate_isPlacedByMid_thenByIndex_elseDropped(String mid, Integer index, String line) {
        var completed = Sdp.parse(SampleSdp.of("audio", "video"), "sdp")
                .complete(List.of(at(Optional.ofNullable(mid), Optional.ofNullable(index))));
        var sections = completed.split("(?=m=)", -1);
        assertThat(sections[1].contains(SampleSdp.HOST)).isEqualTo(line.equals("0"));
        assertThat(sections[2].contains(SampleSdp.HOST)).isEqualTo(line.equals("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\r\n"})
    void nothing_isMissingSdp(String text) {
        assertThatThrownBy(() -> Sdp.parse(text, "offer.sdp"))
                .asInstanceOf(type(ApiException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(CoreError.MISSING_SDP))
                .satisfies(e -> assertThat(e.field()).contains("offer.sdp"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    hello                                          | line 1 is not type=value
                    v=0/s=-/mist                                   | line 3 is not type=value
                    V=0                                            | line 1 is not type=value
                    s=-/m=audio 9 RTP/AVP 0                        | does not begin with v=0
                    v=0/s=-                                        | has no m= line
                    v=0/m=audio 9                                  | line 2 is no usable m= line
                    v=0/m=audio 9 RTP/AVP 0/a=ice-ufrag:x          | m-line 0 has no a=ice-pwd
                    v=0/a=ice-pwd:x/a=ice-ufrag:y/m=audio 9 R 0    | m-line 0 has no a=fingerprint
                    """)
    void aBadSdp_saysWhatAndWhere(String lines, String why) {
        var text = lines.replace("/a=", "\na=").replace("/m=", "\nm=").replace("/s=", "\ns=");
        assertThatThrownBy(() ->
                        Sdp.parse(text.replace("/mist", "\nmist"), "offer.sdp").checkWebrtc("offer.sdp"))
                .asInstanceOf(type(ApiException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(CoreError.INVALID_SDP))
                .satisfies(e -> assertThat(e.field()).contains("offer.sdp"))
                .satisfies(e -> assertThat(e.text()).endsWith(why));
    }

    @Test
    void credentials_mayStandAtSessionLevel_andARejectedLineNeedsNone() {
        var sdp = SampleSdp.lines(
                "v=0",
                "a=ice-ufrag:abcd",
                "a=ice-pwd:0123456789abcdef01234567",
                "a=fingerprint:sha-256 AA",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111");
        assertThat(Sdp.parse(sdp, "sdp").checkWebrtc("sdp").hasCandidates()).isFalse();
        var rejected = SampleSdp.audio() + "m=video 0 UDP/TLS/RTP/SAVPF 96\r\n";
        assertThat(Sdp.parse(rejected, "sdp").checkWebrtc("sdp").offersTrickle())
                .isFalse();
        assertThatThrownBy(
                        () -> Sdp.parse(rejected + "a=bundle-only\r\n", "sdp").checkWebrtc("sdp"))
                .hasMessageContaining("m-line 1 has no a=ice-ufrag");
    }

    @ParameterizedTest(name = "{0} answered by {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    audio       | audio video | has 2 m-lines, the offer has 1
                    audio video | video audio | m-line 0 is not audio as in the offer
                    """)
    void anAnswer_hasTheOffersLines_inItsOrder(String offer, String answer, String why) {
        var offered = Sdp.parse(SampleSdp.of(offer.split(" ")), "offer.sdp");
        var answered = Sdp.parse(SampleSdp.of(answer.split(" ")), "answer.sdp");
        assertThatThrownBy(() -> answered.checkAnswers(offered, "answer.sdp")).hasMessageEndingWith(why);
        assertThat(offered.checkAnswers(offered, "answer.sdp")).isSameAs(offered);
    }

    @Test
    void whoSaysIceOptionsTrickle_canTrickle() {
        assertThat(Sdp.parse(SampleSdp.trickling(), "sdp").offersTrickle()).isTrue();
        assertThat(Sdp.parse(SampleSdp.audio(), "sdp").offersTrickle()).isFalse();
        var other = SampleSdp.trickling().replace("a=ice-options:trickle", "a=ice-options:ice2 trickles");
        assertThat(Sdp.parse(other, "sdp").offersTrickle()).isFalse();
    }
}
