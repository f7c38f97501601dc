package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who has which RTP ports; no two instances share one. Safe for use by any thread.
 *
 * <p>{@code rtp_ports} of a backend is shared evenly by its {@code instances} and their {@code spare} ones; without it, the first free ports from
 * 20000 upwards are taken.
 */
final class RtpRanges {
    private static final int FIRST = 20000;
    private static final int LAST = 65535;

    private final AtomicReference<Map<String, Range>> taken = new AtomicReference<>(Map.of());

    /** Enters what an instance has already. */
    void enter(String key, Range range) {
        taken.updateAndGet(before -> with(before, key, range));
    }

    /** Gives a range to {@code key}, in place of the one that it may have; empty if its engine needs none. */
    Optional<Range> claim(InstanceSpec spec) {
        var settings = spec.config().settings();
        var text = settings.get("rtp_ports");
        if (text == null && spec.engine().rtpPorts() <= 0) {
            return Optional.empty();
        }
        var within = text == null ? new Range(FIRST, LAST) : Range.parse(String.valueOf(text));
        int size = text == null
                ? spec.engine().rtpPorts()
                : within.size() / (share(settings.get("instances")) * (1 + spares(settings.get("spare"))));
        var after = taken.updateAndGet(before -> with(before, spec.key(), free(before, spec.key(), within, size)));
        return Optional.ofNullable(after.get(spec.key()));
    }

    void release(String key) {
        taken.updateAndGet(before -> {
            var after = new TreeMap<>(before);
            after.remove(key);
            return after;
        });
    }

    private static int share(@Nullable Object instances) {
        return instances instanceof Number number ? Math.max(1, number.intValue()) : 1;
    }

    private static int spares(@Nullable Object spare) {
        return spare instanceof Number number ? Math.max(0, number.intValue()) : 0;
    }

    private static Map<String, Range> with(Map<String, Range> before, String key, Range range) {
        var after = new TreeMap<>(before);
        after.put(key, range);
        return after;
    }

    private static Range free(Map<String, Range> taken, String key, Range within, int size) {
        for (int from = within.from(); size > 1 && from + size - 1 <= within.to(); from += size) {
            var range = new Range(from, from + size - 1);
            if (taken.entrySet().stream()
                    .noneMatch(other ->
                            !other.getKey().equals(key) && other.getValue().overlaps(range))) {
                return range;
            }
        }
        throw new RuntimeUnavailable("no free RTP ports for " + key + " in " + within + ": taken are " + taken);
    }
}
