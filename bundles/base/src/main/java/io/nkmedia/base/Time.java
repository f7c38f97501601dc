package io.nkmedia.base;

import java.time.Duration;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Clock and timers as one parameter, so that a test can drive both. An OSGi service.
 *
 * <p>Timers run on the shared pool: they must not block, and an exception is logged, not passed on.
 */
@ProviderType
public interface Time {
    /** The wall clock, for what people read. */
    Instant now();

    /** A monotonic clock in nanoseconds, for what is measured. */
    long nanos();

    /** Runs {@code task} once after {@code delay}; a delay of zero or less means as soon as possible. */
    Timer after(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Timer extends AutoCloseable {
        /** Cancels it; without effect when it has run or is running. Idempotent. */
        @Override
        void close();
    }
}
