package io.nkmedia.core.internal.hook;

import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hooks that failed or were too slow: counted for each plugin, and logged at most once a minute for each hook of one.
 * Safe for use by any thread.
 */
public final class Mishaps {
    private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String service;
    private final Time time;
    private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();
    private final Map<String, Long> logged = new ConcurrentHashMap<>();

    public Mishaps(String service, Time time) {
        this.service = service;
        this.time = time;
    }

    /** @param then what happens instead, for the log */
    void failed(String plugin, String hook, Throwable why, String then) {
        if (counted(plugin, hook)) {
            LOG.error("Service {}: {} of plugin {} failed, {}", service, hook, plugin, then, why);
        }
    }

    void late(String plugin, String hook, String then) {
        if (counted(plugin, hook)) {
            LOG.error("Service {}: {} of plugin {} took longer than 1 s, {}", service, hook, plugin, then);
        }
    }

    /** True if it may be logged. */
    private boolean counted(String plugin, String hook) {
        counts.computeIfAbsent(plugin, name -> new AtomicLong()).incrementAndGet();
        long now = time.nanos();
        return logged.merge(plugin + " " + hook, now, (before, next) -> next - before < QUIET.toNanos() ? before : next)
                == now;
    }

    /** How often a plugin's hooks failed since the service started. */
    public long count(String plugin) {
        var count = counts.get(plugin);
        return count == null ? 0 : count.get();
    }
}
