package io.nkmedia.upgrade.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an upgrade did and what it cost.
 *
 * @param id the name of its file
 * @param changed bundles whose versions differ from before
 * @param lived by what it is (sockets, sessions): how many there were, and how many of those are there still
 * @param lost what is gone, as far as it fits
 * @param kept the old content's file
 */
record Receipt(
        String id,
        String kind,
        String subject,
        String from,
        String to,
        Instant began,
        Duration took,
        Result result,
        Optional<String> cause,
        List<Changed> changed,
        Map<String, Lived> lived,
        Duration longestPause,
        List<String> lost,
        Optional<String> kept) {
    private static final int MOST_LOST = 20;

    /** How it ended. */
    enum Result {
        KEPT,
        ROLLED_BACK,
        /** Neither the new one is well nor the old one is back. */
        FAILED
    }

    /** A bundle whose versions differ. */
    record Changed(String bundle, String from, String to) {}

    /** How many of a kind there were, and how many of these live. */
    record Lived(int before, int lived) {}

    static Map<String, Lived> lived(Map<String, Set<String>> before, Map<String, Set<String>> now) {
        var lived = new LinkedHashMap<String, Lived>();
        before.forEach((what, ids) -> {
            var there = now.getOrDefault(what, Set.of());
            lived.put(what, new Lived(ids.size(), (int)
                    ids.stream().filter(there::contains).count()));
        });
        return lived;
    }

    /** As it is kept and shown. */
    Map<String, Object> plain() {
        var plain = new LinkedHashMap<String, Object>();
        plain.put("id", id);
        plain.put("kind", kind);
        plain.put("subject", subject);
        plain.put("from", from);
        plain.put("to", to);
        plain.put("result", result.name().toLowerCase(Locale.ROOT));
        cause.ifPresent(why -> plain.put("cause", why));
        plain.put("began", began.toString());
        plain.put("took_ms", took.toMillis());
        plain.put(
                "changed",
                changed.stream()
                        .map(each -> Map.of("bundle", each.bundle(), "from", each.from(), "to", each.to()))
                        .toList());
        lived.forEach((what, number) -> {
            var one = new LinkedHashMap<String, Object>();
            one.put("before", number.before());
            one.put("lived", number.lived());
            plain.put(what, one);
        });
        plain.put("longest_pause_ms", longestPause.toMillis());
        plain.put("lost", lost.size());
        plain.put("lost_names", lost.stream().limit(MOST_LOST).toList());
        kept.ifPresent(file -> plain.put("old_content", file));
        return plain;
    }
}
