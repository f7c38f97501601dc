package io.nkmedia.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final Scope scope = new Scope("test");
    private final List<String> log = new ArrayList<>();

    @Test
    void close_closesPartsInReverseOrder_evenIfOneThrows() {
        scope.add(() -> log.add("first"));
        scope.add(() -> {
            throw new IllegalStateException("on purpose");
        });
        scope.add(() -> log.add("last"));
        scope.close();
        scope.close();
        assertThat(log).containsExactly("last", "first");
    }

    @Test
    void partAddedToAClosedScope_isClosedAtOnce() {
        scope.close();
        scope.add(() -> log.add("closed"));
        assertThat(log).containsExactly("closed");
    }

    @Test
    void timer_firesOnce_unlessTheScopeIsClosed() {
        scope.after(time, SECOND, () -> log.add("fired"));
        time.advance(SECOND);
        scope.after(time, SECOND, () -> log.add("never"));
        scope.close();
        time.advance(SECOND);
        assertThat(log).containsExactly("fired");
        assertThat(time.waiting()).isEmpty();
    }

    @Test
    void every_repeatsUntilClosed() {
        var timer = scope.every(time, SECOND, () -> log.add("tick"));
        time.advance(SECOND.multipliedBy(3));
        timer.close();
        time.advance(SECOND.multipliedBy(3));
        assertThat(log).hasSize(3);
        assertThat(time.waiting()).isEmpty();
    }

    @Test
    void child_endsWithItsParent_orAlone() {
        var child = scope.child("child");
        child.add(() -> log.add("child"));
        child.close();
        scope.child("other").add(() -> log.add("other"));
        scope.close();
        assertThat(log).containsExactly("child", "other");
    }
}
