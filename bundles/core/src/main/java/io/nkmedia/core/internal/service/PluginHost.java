package io.nkmedia.core.internal.service;

import io.nkmedia.api.Event;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.config.ServiceLog;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the places of plugins need of their service.
 *
 * @param box the service's mailbox
 * @param aside runs what belongs to somebody else's code that may never return
 * @param standstill told when engines leave
 * @param quiet completes when what sessions have asked of backends that are gone is answered, or after 400 ms
 * @param review looks at all plugins again: one has moved, or could not
 */
record PluginHost(
        String service,
        Plugins plugins,
        ServiceLog log,
        Time time,
        Executor box,
        Executor aside,
        Consumer<Collection<String>> standstill,
        Supplier<CompletionStage<Void>> quiet,
        Runnable review,
        Consumer<Event> publish) {
    /** How long a plugin may take for one thing. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /**
     * Calls a plugin's code on a thread that it may block.
     *
     * @param late gets what comes after the limit
     * @return fails after 10 s
     */
    <T> CompletionStage<T> aside(Supplier<T> call, Consumer<T> late) {
        var result = new CompletableFuture<T>();
        var limit = limit(result);
        try {
            aside.execute(() -> {
                try {
                    var value = call.get();
                    if (!result.complete(value)) {
                        late.accept(value);
                    }
                } catch (RuntimeException | LinkageError failure) {
                    result.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(full);
        }
        return result.whenComplete((value, failure) -> limit.close());
    }

    /** Ends a stage that takes too long. */
    Time.Timer limit(CompletableFuture<?> result) {
        return time.after(
                LIMIT, () -> result.completeExceptionally(new IllegalStateException("no answer within " + LIMIT)));
    }
}
