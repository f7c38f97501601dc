package io.nkmedia.core.internal.session;

import java.util.Map;
import java.util.Optional;

/**
 * How a call would be judged by people, 1 (bad) to 4.4 (as good as a telephone gets), estimated by the E-model (ITU-T
 * G.107) with the defaults of a codec that conceals losses (G.711 with PLC: Ie 0, Bpl 25.1).
 */
final class Mos {
    private static final double BEST = 93.2;
    private static final double ROBUSTNESS = 25.1;

    /** Coding and playing, beside the network and a jitter buffer of twice the jitter. */
    private static final double DEVICES_MS = 20;

    private Mos() {}

    /** Out of normalized statistics (media-session.md §4.14); empty without audio. */
    static Optional<Double> of(Map<String, Object> stats) {
        if (!(stats.get("audio") instanceof Map<?, ?> audio) || !(audio.get("in") instanceof Map<?, ?> in)) {
            return Optional.empty();
        }
        double packets = number(in, "packets");
        return packets > 0 && in.containsKey("jitter_ms")
                ? Optional.of(
                        of(number(audio, "rtt_ms"), number(in, "jitter_ms"), share((long) number(in, "lost"), (long)
                                packets)))
                : Optional.empty();
    }

    private static double number(Map<?, ?> map, String name) {
        return map.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    /** The share of lost packets, 0 to 1. */
    static double share(long lost, long received) {
        long sent = Math.max(0, lost) + Math.max(0, received);
        return sent == 0 ? 0 : Math.round(10_000.0 * Math.max(0, lost) / sent) / 10_000.0;
    }

    /** @param loss 0 to 1 */
    static double of(double rttMs, double jitterMs, double loss) {
        double delay = rttMs / 2 + 2 * jitterMs + DEVICES_MS;
        double delayed = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
        double percent = loss * 100;
        double lossy = 95 * percent / (percent + ROBUSTNESS);
        double rating = Math.max(0, Math.min(100, BEST - delayed - lossy));
        double mos = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
        return Math.round(10 * Math.max(1, mos)) / 10.0;
    }
}
