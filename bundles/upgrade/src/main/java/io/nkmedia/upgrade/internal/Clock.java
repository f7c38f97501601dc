package io.nkmedia.upgrade.internal;

import java.time.Duration;
import java.time.Instant;

/** Time as an upgrade sees it; a test has one that it moves. */
interface Clock {
    Instant now();

    /** For durations. */
    long nanos();

    /** Waits, on a thread of the upgrade's own. */
    void pause(Duration time) throws InterruptedException;

    /** That of the machine. */
    final class Real implements Clock {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
        }
    }
}
