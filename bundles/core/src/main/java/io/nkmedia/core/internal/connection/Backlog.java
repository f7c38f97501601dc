package io.nkmedia.core.internal.connection;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The frames of a connection that have been read and wait: above 64 of them or 1 Mi chars the socket isn't read until
 * half of that is left. Safe for use by any thread.
 */
final class Backlog {
    static final int MANY_FRAMES = 64;
    static final long MANY_CHARS = 1 << 20;

    /** What still arrives after the pause is little; a gateway that doesn't pause has to be stopped somewhere. */
    private static final int MOST_FRAMES = 1024;

    private static final long MOST_CHARS = 4 * MANY_CHARS;

    private final Valve valve;
    private final AtomicInteger frames = new AtomicInteger();
    private final AtomicLong chars = new AtomicLong();

    Backlog(Valve valve) {
        this.valve = valve;
    }

    /** A frame has been read; false if there are far too many. */
    boolean arrived(int length) {
        int waiting = frames.incrementAndGet();
        long size = chars.addAndGet(length);
        if (waiting > MANY_FRAMES || size > MANY_CHARS) {
            valve.shut(Valve.Reason.BACKLOG);
            // All may have been handled before it was shut: then nobody else would open it.
            openIfFew();
        }
        return waiting <= MOST_FRAMES && size <= MOST_CHARS;
    }

    void handled(int length) {
        frames.decrementAndGet();
        chars.addAndGet(-length);
        openIfFew();
    }

    private void openIfFew() {
        if (frames.get() <= MANY_FRAMES / 2 && chars.get() <= MANY_CHARS / 2) {
            valve.open(Valve.Reason.BACKLOG);
        }
    }
}
