package io.nkmedia.base;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What is asked of stages again and again. Any thread. */
public final class Stages {
    private Stages() {}

    /** What a stage really failed with: a stage behind another one wraps it. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
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
