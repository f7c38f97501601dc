package io.nkmedia.upgrade.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that may be wrong for a while, but not for long. */
final class Complaint {
    private final Clock clock;
    private final Duration patience;
    private List<String> last = List.of();
    private long since;

    Complaint(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    void hear(List<String> texts) {
        if (last.isEmpty()) {
            since = clock.nanos();
        }
        last = texts;
    }

    boolean isQuiet() {
        return last.isEmpty();
    }

    /** What has been wrong for too long. */
    Optional<String> tooLong() {
        return !last.isEmpty() && clock.nanos() - since >= patience.toNanos()
                ? Optional.of(String.join("; ", last))
                : Optional.empty();
    }
}
