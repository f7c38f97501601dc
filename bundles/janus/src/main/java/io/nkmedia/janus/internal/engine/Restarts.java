package io.nkmedia.janus.internal.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How long to wait after a failure, and when to give up: pure, of the failures' times. */
final class Restarts {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int GIVE_UP = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 10;

    private final Deque<Long> failures = new ArrayDeque<>();
    private final Deque<Long> misses = new ArrayDeque<>();

    /** Another failure: how long to wait before the next start, or empty to give up. */
    Optional<Duration> failed(long nanos) {
        failures.removeIf(at -> nanos - at > WINDOW.toNanos());
        failures.add(nanos);
        if (failures.size() >= GIVE_UP) {
            return Optional.empty();
        }
        var delay = FIRST.multipliedBy(1L << (failures.size() - 1));
        return Optional.of(delay.compareTo(LONGEST) < 0 ? delay : LONGEST);
    }

    /** It couldn't be had, which may pass by itself: how long to wait. This isn't given up. */
    Duration missed(long nanos) {
        misses.removeIf(at -> nanos - at > WINDOW.toNanos());
        misses.add(nanos);
        var delay = FIRST.multipliedBy(1L << Math.min(misses.size() - 1, MOST_DOUBLINGS));
        return delay.compareTo(PATIENCE) < 0 ? delay : PATIENCE;
    }

    /** An operator has looked at it. */
    void forget() {
        failures.clear();
        misses.clear();
    }
}
