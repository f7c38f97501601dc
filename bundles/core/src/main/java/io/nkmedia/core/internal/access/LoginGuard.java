package io.nkmedia.core.internal.access;

import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts failed log-ins of a key (a user's name, a remote address): more than 10 in a minute close it for a minute. It
 * remembers at most 10,000 keys; above that it forgets those whose minute is over, and takes no new ones until then.
 */
public final class LoginGuard {
    private static final int MAX_FAILURES = 10;
    private static final int MAX_KEYS = 10_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private record Failures(int count, long sinceNanos) {}

    private final Time time;
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();

    public LoginGuard(Time time) {
        this.time = time;
    }

    /** How long this key has to wait; zero if it may try. */
    public Duration wait(String key) {
        var failed = failures.get(key);
        if (failed == null || failed.count() < MAX_FAILURES) {
            return Duration.ZERO;
        }
        var left = WINDOW.minusNanos(time.nanos() - failed.sinceNanos());
        return left.isNegative() ? Duration.ZERO : left;
    }

    public void failed(String key) {
        if (failures.size() >= MAX_KEYS) {
            failures.values().removeIf(this::over);
        }
        if (failures.size() < MAX_KEYS || failures.containsKey(key)) {
            failures.merge(
                    key,
                    new Failures(1, time.nanos()),
                    (before, one) -> over(before) ? one : new Failures(before.count() + 1, before.sinceNanos()));
        }
    }

    public void succeeded(String key) {
        failures.remove(key);
    }

    private boolean over(Failures failed) {
        return time.nanos() - failed.sinceNanos() > WINDOW.toNanos();
    }
}
