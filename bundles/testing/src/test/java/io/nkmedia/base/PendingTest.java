package io.nkmedia.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PendingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = new ManualTime();
    private final Pending<String> pending = new Pending<>("peer", 2, 1, time);

    @Test
    void reply_completesItsRequestOnly_once() {
        var first = pending.open(SECOND);
        var second = pending.open(SECOND);
        assertThat(pending.complete(second.id(), "two")).isTrue();
        assertThat(pending.complete(second.id(), "again")).isFalse();
        assertThat(second.reply().toCompletableFuture()).isCompletedWithValue("two");
        assertThat(first.reply().toCompletableFuture()).isNotDone();
    }

    @Test
    void withoutReply_timesOut_andLeavesNothing() {
        var request = pending.open(SECOND);
        time.advance(SECOND);
        assertThatThrownBy(() -> request.reply().toCompletableFuture().join())
                .hasCauseInstanceOf(Pending.Timeout.class);
        assertThat(pending.ids()).isEmpty();
    }

    @Test
    void extended_waitsLonger() {
        var request = pending.open(SECOND);
        time.advance(Duration.ofMillis(900));
        assertThat(pending.extend(request.id(), SECOND)).isTrue();
        time.advance(Duration.ofMillis(900));
        assertThat(request.reply().toCompletableFuture()).isNotDone();
        time.advance(Duration.ofMillis(100));
        assertThat(request.reply().toCompletableFuture()).isCompletedExceptionally();
        assertThat(pending.extend(request.id(), SECOND)).isFalse();
    }

    @Test
    void aboveTheBound_isRefused() {
        pending.open(SECOND);
        pending.open(SECOND);
        assertThatThrownBy(
                        () -> pending.open(SECOND).reply().toCompletableFuture().join())
                .hasCauseInstanceOf(Pending.Refused.class);
    }

    @Test
    void connectionGone_failsAll_andStopsTheirTimers() {
        var request = pending.open(SECOND);
        pending.failAll(new IllegalStateException("gone"));
        assertThat(request.reply().toCompletableFuture()).isCompletedExceptionally();
        assertThat(time.waiting()).isEmpty();
    }
}
