package io.nkmedia.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.testing.ManualTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** media-session.md §4.15, A-59. */
class TimeLogTest {
    private final ManualTime time = new ManualTime();
    private final TimeLog log = new TimeLog(time);

    @Test
    void entries_haveTheTimeSinceTheStart_whateverTheirBodySays() {
        time.advance(Duration.ofMillis(1500));
        log.add("picked_up", Map.of("time", 1, "msg", "other", "by", "ann"));
        assertThat(log.entries()).containsExactly(Map.of("time", 1500L, "msg", "picked_up", "by", "ann"));
    }

    @Test
    void full_theOldestStatusGoes_andOnlyWithoutAnyTheOldest() {
        log.add("offer", Map.of());
        log.add("status", Map.of("n", 1));
        log.add("status", Map.of("n", 2));
        for (int i = 0; i < 497; i++) {
            log.add("note", Map.of("i", i));
        }
        log.add("one more", Map.of());
        assertThat(log.entries()).hasSize(500);
        assertThat(log.entries().get(0)).containsEntry("msg", "offer");
        assertThat(log.entries().get(1)).containsEntry("n", 2);
        log.add("two more", Map.of());
        log.add("three more", Map.of());
        assertThat(log.entries()).hasSize(500);
        assertThat(log.entries().get(0)).containsEntry("msg", "note").containsEntry("i", 0);
    }
}
