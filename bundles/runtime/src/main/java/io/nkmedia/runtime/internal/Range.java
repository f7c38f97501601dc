package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.util.regex.Pattern;

/** UDP ports for RTP, both ends inclusive. */
public record Range(int from, int to) {
    private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,5})\\s*-\\s*(\\d{1,5})\\s*");
    private static final int LOWEST = 1024;
    private static final int HIGHEST = 65535;

    static Range parse(String text) {
        var match = TEXT.matcher(text);
        if (match.matches()) {
            var range = new Range(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
            if (range.from >= LOWEST && range.from < range.to && range.to <= HIGHEST) {
                return range;
            }
        }
        throw new RuntimeUnavailable("rtp_ports must be two ports such as 20000-20399, not " + text);
    }

    int size() {
        return to - from + 1;
    }

    boolean overlaps(Range other) {
        return from <= other.to && other.from <= to;
    }

    @Override
    public String toString() {
        return from + "-" + to;
    }
}
