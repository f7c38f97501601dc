package io.nkmedia.gateway.internal;

import java.util.concurrent.TimeUnit;

/** Counts within each second; one thread at a time. */
public final class Rate {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int limit;
    private long start;
    private int count;

    public Rate(int limit) {
        this.limit = limit;
    }

    /** Counts one, and says whether it is one too many. */
    public boolean tooMany(long nanos) {
        if (count == 0 || nanos - start >= SECOND) {
            start = nanos;
            count = 0;
        }
        return ++count > limit;
    }
}
