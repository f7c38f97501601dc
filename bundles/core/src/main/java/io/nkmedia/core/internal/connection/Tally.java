package io.nkmedia.core.internal.connection;

import io.nkmedia.base.Time;
import java.time.Duration;

/** Counts offences in windows of 60 s. Belongs to the connection's mailbox. */
final class Tally {
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final Time time;
    private int count;
    private long since;

    Tally(Time time) {
        this.time = time;
    }

    /** Counts one more; true if there are more than {@code allowed} in this window. */
    boolean exceeds(int allowed) {
        long now = time.nanos();
        if (count == 0 || now - since > WINDOW.toNanos()) {
            count = 0;
            since = now;
        }
        return ++count > allowed;
    }
}
