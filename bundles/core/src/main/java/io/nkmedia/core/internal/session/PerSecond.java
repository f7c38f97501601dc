package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import io.nkmedia.base.Time;
import java.util.concurrent.TimeUnit;

/** Lets only so many through in a second. Belongs to a mailbox. */
final class PerSecond {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Time time;
    private final int most;
    private long since;
    private int passed;

    PerSecond(Time time, int most) {
        this.time = time;
        this.most = most;
        since = time.nanos();
    }

    /** Counts one; fails with {@code too_many_requests} beyond the limit. */
    void pass() {
        long now = time.nanos();
        if (now - since >= SECOND) {
            since = now;
            passed = 0;
        }
        if (passed >= most) {
            throw CoreError.TOO_MANY_REQUESTS
                    .error()
                    .with("retry_after_ms", Math.max(1, TimeUnit.NANOSECONDS.toMillis(SECOND - (now - since))));
        }
        passed++;
    }
}
