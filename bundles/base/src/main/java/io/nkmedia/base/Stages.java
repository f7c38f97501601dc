package io.nkmedia.base;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What is asked of stages again and again. Any thread. */
public final class Stages {
    private Stages() {}

    /** What a stage really failed with: a stage behind another one wraps it. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /**
     * What {@code task} gives, or a stage that has failed with what it threw. Also with a {@link LinkageError}: a bundle
     * that is gone, or was built against another version, lacks classes, and who asked must hear of it.
     */
    public static <T> CompletionStage<T> attempt(Supplier<? extends CompletionStage<T>> task) {
        try {
            return task.get();
        } catch (RuntimeException | LinkageError failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    /** Ends {@code to} as {@code from} ends, unless it has ended before. */
    public static <T> void pass(CompletionStage<? extends T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }
}
