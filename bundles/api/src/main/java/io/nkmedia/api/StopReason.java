package io.nkmedia.api;

import java.util.Optional;

/**
 * Why something ended: the same name in event, log, metric and call record.
 *
 * @param detail a note that clients may see, such as what the one who destroyed it said
 */
public record StopReason(ErrorCode code, Optional<String> detail) {
    public static StopReason of(ErrorCode code) {
        return new StopReason(code, Optional.empty());
    }

    public static StopReason of(ErrorCode code, String detail) {
        return new StopReason(code, Optional.of(detail));
    }

    @Override
    public String toString() {
        return code.label() + detail.map(text -> " (" + text + ")").orElse("");
    }
}
