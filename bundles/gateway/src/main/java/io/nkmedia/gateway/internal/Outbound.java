package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.FrameLimits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what was given to the socket and isn't written yet. Any thread. */
final class Outbound {
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** Whether one more of this size fits, or nothing waits before it; if not, nothing is counted. */
    boolean admit(int size, FrameLimits limits) {
        int waiting = frames.incrementAndGet();
        long queued = bytes.addAndGet(size);
        if (waiting <= limits.maxQueueFrames() && (queued <= limits.maxQueueBytes() || waiting == 1)) {
            return true;
        }
        written(size);
        return false;
    }

    void written(int size) {
        frames.decrementAndGet();
        bytes.addAndGet(-size);
    }

    long bytes() {
        return bytes.get();
    }
}
