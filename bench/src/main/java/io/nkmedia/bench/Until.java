package io.nkmedia.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what comes by itself, with a limit. */
final class Until {
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(10);

    private Until() {}

    /** Asks every 10 ms until there is something; the exception says what is missing. */
    static <T> T there(String what, Duration limit, Supplier<Optional<T>> ask) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            var found = ask.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(PERIOD);
        }
    }
}
