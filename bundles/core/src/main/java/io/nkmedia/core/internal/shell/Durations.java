package io.nkmedia.core.internal.shell;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as an operator types them: {@code 60}, {@code 60s}, {@code 5m}, {@code 1h}. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smh]?)");

    private Durations() {}

    /** @throws IllegalArgumentException with a sentence for the operator */
    static Duration parse(String text, long least, long most) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a duration such as 60s, 5m or 1h: " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        var duration = switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
        if (duration.toSeconds() < least || duration.toSeconds() > most) {
            throw new IllegalArgumentException("must be between " + least + " s and " + most + " s: " + text);
        }
        return duration;
    }
}
