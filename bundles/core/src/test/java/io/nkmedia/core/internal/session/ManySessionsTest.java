package io.nkmedia.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.testing.janus.Recording;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What thousands of sessions cost. */
class ManySessionsTest {
    private static final int MANY = 10_000;
    private static final long MOST_BYTES = 20_000;

    private final Stage stage = new Stage();

    private static long used() {
        var runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /** A pair of clients each with an SDP of its own, as browsers make them. */
    private void pair(int number) {
        String sdp = new String(browser().toCharArray());
        enter(Wanted.caller("caller-" + number), Optional.of(new Description(sdp, SdpKind.WEBRTC, true)));
        enter(Wanted.callee("callee-" + number, "caller-" + number), Optional.empty());
        stage.time.run();
        stage.sessions
                .find("callee-" + number)
                .orElseThrow()
                .setAnswer(new Description(new String(browser().toCharArray()), SdpKind.WEBRTC, true));
        stage.time.run();
    }

    private static String browser() {
        return Recording.chromiumOffer();
    }

    private void enter(Wanted wanted, Optional<Description> offer) {
        stage.sessions.enter(wanted.settings(), Quota.NONE).start(offer, Optional.empty());
    }

    @Test
    void tenThousandOfP2p_holdLessThan20KilobytesEach() {
        pair(-1);
        long before = used();
        for (int i = 0; i < MANY / 2; i++) {
            pair(i);
        }
        long each = (used() - before) / MANY;
        assertThat(stage.sessions.count()).isEqualTo(MANY + 2);
        assertThat(each).as("bytes of a session").isLessThan(MOST_BYTES);
        stage.sessions.destroyAll(StopReason.of(CoreError.USER_STOP));
        stage.time.run();
        assertThat(stage.sessions.count()).isZero();
    }
}
