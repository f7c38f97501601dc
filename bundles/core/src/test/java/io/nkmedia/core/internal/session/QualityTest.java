package io.nkmedia.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.Event;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** media-session.md §8: {@code quality} every 10 s for those who asked. */
class QualityTest {
    private final Stage stage = new Stage();
    private final MediaSession session = stage.start(Wanted.echo("echo-session"), Stage.OFFER);

    private List<Event> quality() {
        return stage.events.stream()
                .filter(event -> event.type().equals(Optional.of("quality")))
                .toList();
    }

    private void stats(int packets, int lost) {
        stage.leg(session).stats =
                Map.of("audio", Map.of("in", Map.of("packets", packets, "lost", lost, "jitter_ms", 3), "rtt_ms", 40));
    }

    @Test
    void nobodyAsked_nothingIsMeasured() {
        stage.leg(session).events.status(Map.of("webrtc_ready", true));
        stage.advance(60);
        assertThat(stage.leg(session).log).isEmpty();
        assertThat(quality()).isEmpty();
    }

    @Test
    void asked_isToldEveryTenSeconds_withTheLossSinceTheLastTime() {
        stage.leg(session).events.status(Map.of("webrtc_ready", true));
        stage.bus.subscribe(
                stage, Subscription.of(new Pattern("media", "session", "quality", "*"), Subscription.Kind.ASKED));
        stats(100, 0);
        stage.advance(10);
        stats(190, 10);
        stage.advance(10);
        assertThat(quality()).hasSize(2);
        assertThat(quality().get(0).body())
                .containsExactlyInAnyOrderEntriesOf(Map.of("rtt_ms", 40, "loss", 0.0, "jitter_ms", 3, "mos", 4.4));
        assertThat(quality().get(1).body()).containsEntry("loss", 0.1).containsEntry("mos", 3.4);
        assertThat(stage.outcome(session.status())).asString().contains("quality={");
        assertThat(stage.outcome(session.timelog())).asString().doesNotContain("quality");
    }

    @Test
    void askedByADirectSubscription_isToldToo() {
        stage.leg(session).events.status(Map.of("webrtc_ready", true));
        stage.bus.subscribe(
                stage,
                new Subscription(
                        Pattern.object("media", "session", "echo-session"),
                        Set.of("quality"),
                        Map.of(),
                        Subscription.Kind.DIRECT));
        stats(10, 0);
        stage.advance(10);
        assertThat(quality()).hasSize(1);
    }

    @Test
    void video_hasNoMos_andWhatIsUnknownIsAbsent() {
        stage.leg(session).events.status(Map.of("webrtc_ready", true));
        stage.bus.subscribe(
                stage, Subscription.of(new Pattern("media", "session", "quality", "*"), Subscription.Kind.ASKED));
        stage.leg(session).stats = Map.of("video", Map.of("in", Map.of("packets", 3)));
        stage.advance(10);
        assertThat(quality().get(0).body()).isEqualTo(Map.of("loss", 0.0));
    }

    @Test
    void theScore_fallsWithDelayAndLoss() {
        assertThat(Mos.of(0, 0, 0)).isEqualTo(4.4);
        assertThat(Mos.of(600, 0, 0)).isBetween(3.0, 3.9);
        assertThat(Mos.of(0, 0, 0.03)).isBetween(3.5, 4.2);
        assertThat(Mos.of(0, 0, 0.5)).isBetween(1.0, 1.9);
        assertThat(Mos.of(5000, 500, 1)).isEqualTo(1.0);
    }
}
