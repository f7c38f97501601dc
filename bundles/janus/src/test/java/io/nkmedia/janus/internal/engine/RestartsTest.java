package io.nkmedia.janus.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RestartsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Restarts restarts = new Restarts();

    @Test
    void waits_doubleUntilTheFifthFailureIsTheLast() {
        for (long expected : new long[] {500, 1000, 2000, 4000}) {
            assertThat(restarts.failed(0)).contains(Duration.ofMillis(expected));
        }
        assertThat(restarts.failed(0)).isEmpty();
    }

    @Test
    void failures_areForgottenAfterFiveMinutes() {
        long apart = SECOND.multipliedBy(100).toNanos();
        for (int i = 0; i < 20; i++) {
            assertThat(restarts.failed(i * apart)).isPresent();
        }
    }

    @Test
    void whatPassesByItself_isWaitedForWithoutEnd_andIsNoFailure() {
        for (long expected : new long[] {500, 1000, 2000, 4000, 8000, 10_000, 10_000}) {
            assertThat(restarts.missed(0)).isEqualTo(Duration.ofMillis(expected));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(restarts.missed(0)).isEqualTo(Duration.ofSeconds(10));
        }
        assertThat(restarts.failed(0)).contains(Duration.ofMillis(500));
    }

    @Test
    void restart_beginsAnew() {
        restarts.failed(0);
        restarts.failed(0);

        restarts.forget();

        assertThat(restarts.failed(0)).contains(Duration.ofMillis(500));
    }
}
