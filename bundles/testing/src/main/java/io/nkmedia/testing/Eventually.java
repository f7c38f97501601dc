package io.nkmedia.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits of tests against real parts: each has a limit, and a failure says what is missing. */
public final class Eventually {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Eventually() {}

    /**
     * Polls until nothing is missing.
     *
     * @param missing empty when all is there, else what is missing
     */
    public static void eventually(Duration limit, Supplier<Optional<String>> missing) {
        long end = System.nanoTime() + limit.toNanos();
        var last = missing.get();
        while (last.isPresent()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("after " + limit.toMillis() + " ms: " + last.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
            last = missing.get();
        }
    }

    /** Polls until {@code condition} holds; {@code what} says what is missing until then. */
    public static void eventually(Duration limit, String what, BooleanSupplier condition) {
        eventually(limit, () -> condition.getAsBoolean() ? Optional.empty() : Optional.of("missing: " + what));
    }

    /** The result of a stage; what it failed with is thrown as it is, and so is a timeout. */
    public static <T extends @Nullable Object> T await(Duration limit, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .copy()
                    .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
