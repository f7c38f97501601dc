package io.nkmedia.core.internal.connection;

import io.nkmedia.api.CoreError;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.config.ServiceDocument.Limits;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How a client behaves: too many bad frames, or too many requests, close it. Belongs to the connection's mailbox. */
final class Conduct {
    private static final int MAX_RATE_REFUSALS = 500;

    /** What a client may log (protocol.md §7.9). */
    private static final int NOTES_PER_SECOND = 10;

    private final Supplier<Limits> limits;
    private final Consumer<CloseCode> close;
    private final RateLimit rate;
    private final RateLimit notes;
    private final Tally violations;
    private final Tally refusals;

    Conduct(Supplier<Limits> limits, Time time, Consumer<CloseCode> close) {
        this.limits = limits;
        this.close = close;
        rate = new RateLimit(time, limits.get().requestsPerSecond());
        notes = new RateLimit(time, NOTES_PER_SECOND);
        violations = new Tally(time);
        refusals = new Tally(time);
    }

    /** A frame that no well-behaved client sends. */
    void violated() {
        if (violations.exceeds(limits.get().maxViolations())) {
            close.accept(CloseCode.VIOLATIONS);
        }
    }

    /** Counts a request; throws {@code too_many_requests} if it comes too early. */
    void request() {
        var wait = rate.take(limits.get().requestsPerSecond());
        if (!wait.isZero()) {
            if (refusals.exceeds(MAX_RATE_REFUSALS)) {
                close.accept(CloseCode.RATE);
            }
            throw CoreError.TOO_MANY_REQUESTS.error().with("retry_after_ms", wait.toMillis());
        }
    }

    /** Counts something that the client logs; throws {@code too_many_requests} if it is too much. */
    void note() {
        var wait = notes.take(NOTES_PER_SECOND);
        if (!wait.isZero()) {
            throw CoreError.TOO_MANY_REQUESTS.error().with("retry_after_ms", wait.toMillis());
        }
    }
}
