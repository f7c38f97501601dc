package io.nkmedia.core.internal.connection;

import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A bucket of four seconds' worth of requests. Belongs to the connection's mailbox. */
final class RateLimit {
    private static final int BURST_SECONDS = 4;

    private final Time time;
    private double tokens;
    private long last;

    RateLimit(Time time, int perSecond) {
        this.time = time;
        tokens = (double) perSecond * BURST_SECONDS;
        last = time.nanos();
    }

    /** Zero if a request may run now, else how long until one may. */
    Duration take(int perSecond) {
        long now = time.nanos();
        double most = (double) perSecond * BURST_SECONDS;
        tokens = Math.min(most, tokens + perSecond * (now - last) / (double) TimeUnit.SECONDS.toNanos(1));
        last = now;
        if (tokens >= 1) {
            tokens -= 1;
            return Duration.ZERO;
        }
        return Duration.ofMillis(Math.max(1, (long) ((1 - tokens) * 1000 / perSecond)));
    }
}
