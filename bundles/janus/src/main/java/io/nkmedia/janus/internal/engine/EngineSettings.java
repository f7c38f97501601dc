package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.service.BackendConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an entry of {@code backends} says to those who keep its engines. */
final class EngineSettings {
    private static final String SPARE = "spare";
    private static final String DRAIN_TIMEOUT = "drain_timeout";
    private static final String PORTS = "rtp_ports";
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

    private EngineSettings() {}

    /** How many engines wait in reserve. */
    static int spares(BackendConfig entry) {
        return entry.settings().get(SPARE) instanceof Integer number ? number : 0;
    }

    /** How long what an engine carries may take to end when another one has its place; for ever if it isn't said. */
    static Optional<Duration> drainLimit(BackendConfig entry) {
        return entry.settings().get(DRAIN_TIMEOUT) instanceof Integer seconds
                ? Optional.of(Duration.ofSeconds(seconds))
                : Optional.empty();
    }

    /** Whether one can't run beside the other, since both are to have the same ports. */
    static boolean collide(BackendConfig one, BackendConfig other) {
        var a = RANGE.matcher(ports(one));
        var b = RANGE.matcher(ports(other));
        return a.matches()
                && b.matches()
                && Integer.parseInt(a.group(1)) <= Integer.parseInt(b.group(2))
                && Integer.parseInt(b.group(1)) <= Integer.parseInt(a.group(2));
    }

    private static String ports(BackendConfig entry) {
        Map<String, Object> settings = entry.settings();
        return String.valueOf(settings.getOrDefault(PORTS, ""));
    }
}
