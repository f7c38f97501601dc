package io.nkmedia.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void step_thatEnds_isDone() {
        assertThatCode(() -> Steps.within(LONG, "it", () -> {})).doesNotThrowAnyException();
    }

    @Test
    void step_thatFails_failsAsItDoes() {
        assertThatThrownBy(() -> Steps.within(LONG, "it", () -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
    }

    @Test
    void classThatIsMissing_isAFailureToo() {
        assertThatThrownBy(() -> Steps.within(LONG, "it", () -> {
                    throw new NoClassDefFoundError("gone");
                }))
                .hasMessageContaining("gone");
    }

    @Test
    void step_thatWaits_isInterrupted() {
        assertThatThrownBy(() -> Steps.within(SHORT, "it", () -> new CountDownLatch(1).await()))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("it has not come to an end within 0 s");
    }

    @Test
    void step_thatIgnoresThat_isStuck() {
        var end = new AtomicBoolean();
        try {
            assertThatThrownBy(() -> Steps.within(SHORT, "it", () -> {
                        while (!end.get()) {
                            LockSupport.parkNanos(1_000_000);
                        }
                    }))
                    .isInstanceOf(Steps.Stuck.class)
                    .hasMessageContaining("can't be interrupted");
        } finally {
            end.set(true);
        }
    }
}
