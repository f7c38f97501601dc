package io.nkmedia.upgrade.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that goes on by what is waited for, and by nothing else. */
final class HandClock implements Clock {
    private final AtomicLong nanos = new AtomicLong();
    private final Thread owner = Thread.currentThread();

    @Override
    public Instant now() {
        return Instant.ofEpochSecond(1_700_000_000).plusNanos(nanos.get());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (Thread.currentThread() == owner) {
            nanos.addAndGet(time.toNanos());
        } else {
            // Who only looks doesn't move it.
            Thread.onSpinWait();
        }
    }
}
