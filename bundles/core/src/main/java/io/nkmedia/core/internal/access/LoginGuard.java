package io.nkmedia.core.internal.access;

import io.nkmedia.base.Time;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

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
        return left(failed);
    }

    private Duration left(Failures failed) {
        var left = WINDOW.minusNanos(time.nanos() - failed.sinceNanos());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Counts an attempt as failed before it is made, so that many at once are not more than many in turn.
     *
     * @return how long this key has to wait; zero if it may try, and then {@link #givenBack} takes the count back
     */
    public Duration reserve(String key) {
        var wait = new AtomicLong();
        forgetOld();
        if (failures.size() >= MAX_KEYS && !failures.containsKey(key)) {
            return Duration.ZERO;
        }
        failures.compute(key, (same, before) -> {
            if (before == null || over(before)) {
                return new Failures(1, time.nanos());
            }
            if (before.count() >= MAX_FAILURES) {
                wait.set(left(before).toNanos());
                return before;
            }
            return new Failures(before.count() + 1, before.sinceNanos());
        });
        return Duration.ofNanos(wait.get());
    }

    /** An attempt that was counted has not failed. */
    public void givenBack(String key) {
        failures.computeIfPresent(
                key,
                (same, before) -> before.count() <= 1 ? null : new Failures(before.count() - 1, before.sinceNanos()));
    }

    /** The key of a remote address: whoever has one IPv6 address has the other 2^64 of its network too. */
    public static String addressKey(String address) {
        if (!address.contains(":")) {
            return "address " + address;
        }
        var zone = address.indexOf('%');
        try {
            var parsed = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone));
            return parsed instanceof Inet6Address
                    ? "network " + HexFormat.of().formatHex(parsed.getAddress(), 0, 8)
                    : "address " + parsed.getHostAddress();
        } catch (UnknownHostException e) {
            // No address, then: a name of something else, which is a key as good as any.
            return "address " + address;
        }
    }

    private void forgetOld() {
        if (failures.size() >= MAX_KEYS) {
            failures.values().removeIf(this::over);
        }
    }

    public void succeeded(String key) {
        failures.remove(key);
    }

    private boolean over(Failures failed) {
        return time.nanos() - failed.sinceNanos() > WINDOW.toNanos();
    }
}
