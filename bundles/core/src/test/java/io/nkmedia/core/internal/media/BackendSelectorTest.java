package io.nkmedia.core.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.media.BackendInfo;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** media-session.md §10, A-42. */
class BackendSelectorTest {
    /** What each kind can do in these tests. */
    private static List<Capability> capabilities(String kind) {
        return switch (kind) {
            case "janus" ->
                List.of(can("echo", Role.OFFEREE, SdpKind.WEBRTC), can("listen", Role.OFFERER, SdpKind.WEBRTC));
            case "freeswitch" ->
                List.of(
                        can("echo", Role.OFFEREE, SdpKind.WEBRTC),
                        can("echo", Role.OFFERER, SdpKind.WEBRTC),
                        can("echo", Role.OFFEREE, SdpKind.RTP));
            default -> List.of();
        };
    }

    private static Capability can(String type, Role role, SdpKind kind) {
        return new Capability(type, role, kind, Set.of());
    }

    /** {@code kind:name:state:legs} to a backend. */
    private static BackendSelector.Choice backend(String text) {
        var parts = text.strip().split(":");
        return new BackendSelector.Choice(
                new BackendInfo(
                        parts[1],
                        parts[0],
                        BackendState.valueOf(parts[2].toUpperCase(Locale.ROOT)),
                        Integer.parseInt(parts[3]),
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty()),
                capabilities(parts[0]));
    }

    @ParameterizedTest(name = "{0} on [{2}] forced {1}: {3}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
                # wish                | forced    | backends in the service's order                   | tried, or the error

                # 2: a forced one is the only one, by name, by kind, by the original's name
                echo OFFEREE WEBRTC   | j2            | janus:j1:ready:0, janus:j2:ready:9            | j2
                echo OFFEREE WEBRTC   | freeswitch    | janus:j1:ready:0, freeswitch:f1:ready:0       | f1
                echo OFFEREE WEBRTC   | nkmedia_fs    | janus:j1:ready:0, freeswitch:f1:ready:0       | f1
                echo OFFEREE WEBRTC   | nkmedia_janus | freeswitch:f1:ready:0, janus:j1:ready:0       | j1
                echo OFFEREE WEBRTC   | kurento       | janus:j1:ready:0                              | unknown_backend
                echo OFFEREE WEBRTC   | nkmedia_kms   | janus:j1:ready:0                              | unknown_backend
                echo OFFEREE WEBRTC   | j1            | janus:j1:lost:0, janus:j2:ready:0             | no_mediaserver

                # 4: those that declare type, role and kind of SDP
                echo OFFERER WEBRTC   |               | janus:j1:ready:0, freeswitch:f1:ready:0       | f1
                echo OFFEREE RTP      |               | janus:j1:ready:0, freeswitch:f1:ready:0       | f1
                echo OFFERER WEBRTC   |               | janus:j1:ready:0                              | invalid_operation
                listen OFFEREE WEBRTC |               | janus:j1:ready:0                              | invalid_operation
                echo OFFEREE RTP      |               | janus:j1:ready:0                              | not_implemented
                mcu OFFEREE WEBRTC    |               | janus:j1:ready:0, freeswitch:f1:ready:0       | not_implemented
                echo OFFEREE WEBRTC   |               |                                               | not_implemented

                # there is one, but none is ready
                echo OFFEREE WEBRTC   |               | janus:j1:starting:0, janus:j2:draining:0      | no_mediaserver
                echo OFFEREE WEBRTC   |               | janus:j1:failed:0, janus:j2:stopped:0         | no_mediaserver

                # 5: in the service's order, within one kind the fewest sessions first, the first of equals
                echo OFFEREE WEBRTC   |               | janus:j1:ready:5, janus:j2:ready:2            | j2 j1
                echo OFFEREE WEBRTC   |               | janus:j1:ready:2, janus:j2:ready:2            | j1 j2
                echo OFFEREE WEBRTC   |               | janus:j1:ready:5, freeswitch:f1:ready:0       | j1 f1
                echo OFFEREE WEBRTC   |               | freeswitch:f1:ready:5, janus:j1:ready:0       | f1 j1
                echo OFFEREE WEBRTC   |               | janus:j1:ready:9, freeswitch:f1:ready:0, janus:j2:ready:1 | j2 j1 f1
                echo OFFEREE WEBRTC   |               | janus:j1:lost:0, freeswitch:f1:ready:0        | f1
                """)
    void thePolicy(String wish, String forced, String backends, String expected) {
        var words = wish.split(" ");
        var choices = backends == null
                ? List.<BackendSelector.Choice>of()
                : Arrays.stream(backends.split(","))
                        .map(BackendSelectorTest::backend)
                        .toList();
        var wanted = new BackendSelector.Wish(
                words[0], Role.valueOf(words[1]), SdpKind.valueOf(words[2]), Optional.ofNullable(forced));
        assertThat(outcome(wanted, choices)).isEqualTo(expected);
    }

    private static String outcome(BackendSelector.Wish wish, List<BackendSelector.Choice> choices) {
        try {
            return String.join(" ", BackendSelector.select(wish, choices));
        } catch (ApiException refused) {
            return refused.code().label();
        }
    }
}
