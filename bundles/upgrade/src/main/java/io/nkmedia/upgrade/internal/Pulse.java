package io.nkmedia.upgrade.internal;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks each 10 ms whether all is served, on a thread of its own, and remembers how long it wasn't at most. */
final class Pulse implements AutoCloseable {
    private static final Duration EACH = Duration.ofMillis(10);

    private final Clock clock;
    private final BooleanSupplier served;
    private final Thread thread;
    private volatile long longest;
    private volatile long lastGood;

    Pulse(Clock clock, BooleanSupplier served) {
        this.clock = clock;
        this.served = served;
        lastGood = clock.nanos();
        thread = new Thread(this::beat, "nkmedia-upgrade-pulse");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    private void beat() {
        try {
            boolean before = true;
            while (!thread.isInterrupted()) {
                long begin = clock.nanos();
                boolean now = served.getAsBoolean();
                if (now) {
                    // From the last look that was good to the begin of this one; two good ones in a row are no gap.
                    longest = before ? longest : Math.max(longest, begin - lastGood);
                    lastGood = begin;
                }
                before = now;
                clock.pause(EACH);
            }
        } catch (InterruptedException end) {
            thread.interrupt();
        }
    }

    /** The longest time in which not all was served, the present one included. */
    Duration longest() {
        long open = clock.nanos() - lastGood;
        return Duration.ofNanos(Math.max(longest, open > EACH.multipliedBy(10).toNanos() ? open : 0));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
