package io.nkmedia.core.internal.service;

import io.nkmedia.api.CoreError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Lets changes of one service happen one after the other, however long each takes. Safe for use by any thread. */
final class Turns {
    /** One more is refused with {@code too_many_requests}. */
    private static final int MOST = 64;

    private final AtomicReference<CompletableFuture<Void>> last =
            new AtomicReference<>(CompletableFuture.completedFuture(null));
    private final AtomicInteger waiting = new AtomicInteger();
    private final Executor executor;

    /** @param executor where changes begin: they may read files */
    Turns(Executor executor) {
        this.executor = executor;
    }

    /** What a client asks for. */
    <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> work) {
        if (waiting.get() >= MOST) {
            return CompletableFuture.failedStage(
                    CoreError.TOO_MANY_REQUESTS.error().with("retry_after_ms", 1000));
        }
        return must(work);
    }

    /** What has happened already, or ends something. */
    <T> CompletionStage<T> must(Supplier<CompletionStage<T>> work) {
        waiting.incrementAndGet();
        var mine = new CompletableFuture<Void>();
        var result = last.getAndSet(mine).thenComposeAsync(before -> work.get(), executor);
        return result.whenComplete((value, failure) -> {
            waiting.decrementAndGet();
            mine.complete(null);
        });
    }
}
