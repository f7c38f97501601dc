package io.nkmedia.core.internal.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Measures how good a session's media is, every 10 s as long as somebody has asked to be told (media-session.md §8).
 * Belongs to the session's mailbox.
 */
final class Quality {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final MediaPath path;
    private final Deadlines times;
    private final SessionEvents events;
    private final SessionReport report;
    private boolean started;
    private Optional<Stream> before = Optional.empty();

    /** The counters of what the client sends. */
    private record Stream(String medium, Map<?, ?> all, Map<?, ?> in) {
        /** Audio says more of how a call feels than video does. */
        static Optional<Stream> of(Map<String, Object> stats) {
            return medium(stats, "audio").or(() -> medium(stats, "video"));
        }

        private static Optional<Stream> medium(Map<String, Object> stats, String name) {
            return stats.get(name) instanceof Map<?, ?> all && all.get("in") instanceof Map<?, ?> in
                    ? Optional.of(new Stream(name, all, in))
                    : Optional.empty();
        }

        long count(String name) {
            return in.get(name) instanceof Number number ? Math.max(0, number.longValue()) : 0;
        }
    }

    Quality(MediaPath path, Deadlines times, SessionEvents events, SessionReport report) {
        this.path = path;
        this.times = times;
        this.events = events;
        this.report = report;
    }

    void start() {
        if (!started) {
            started = true;
            again();
        }
    }

    /** Another engine counts anew. */
    void engineLost() {
        before = Optional.empty();
    }

    private void again() {
        times.after(INTERVAL, () -> {
            if (events.qualityWanted()) {
                path.stats().thenAccept(stats -> times.post(() -> tell(stats)));
            } else {
                before = Optional.empty();
            }
            again();
        });
    }

    private void tell(Map<String, Object> stats) {
        var now = Stream.of(stats);
        var last = before;
        before = now;
        now.ifPresent(stream -> {
            var quality = quality(stream, last);
            report.passing(Map.of("quality", quality));
            events.quality(quality);
        });
    }

    private static Map<String, Object> quality(Stream now, Optional<Stream> last) {
        var quality = new LinkedHashMap<String, Object>();
        copy(now.all(), "rtt_ms", quality);
        double loss = loss(now, last);
        quality.put("loss", loss);
        copy(now.in(), "jitter_ms", quality);
        if (now.medium().equals("audio")) {
            quality.put("mos", Mos.of(number(now.all(), "rtt_ms"), number(now.in(), "jitter_ms"), loss));
        }
        return quality;
    }

    /** The share of packets that were lost since the last time, 0 to 1; since the beginning, if there is no last time. */
    private static double loss(Stream now, Optional<Stream> last) {
        boolean same = last.map(Stream::medium).equals(Optional.of(now.medium()));
        long lost = now.count("lost") - (same ? last.map(s -> s.count("lost")).orElse(0L) : 0);
        long got =
                now.count("packets") - (same ? last.map(s -> s.count("packets")).orElse(0L) : 0);
        return Mos.share(lost, got);
    }

    private static void copy(Map<?, ?> from, String name, Map<String, Object> to) {
        if (from.get(name) instanceof Number number) {
            to.put(name, number);
        }
    }

    private static double number(Map<?, ?> from, String name) {
        return from.get(name) instanceof Number number ? number.doubleValue() : 0;
    }
}
