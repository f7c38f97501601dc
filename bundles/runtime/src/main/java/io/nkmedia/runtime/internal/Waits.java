package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Stages;
import io.nkmedia.base.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives callers a stage that ends: with its work, at a limit, or when the runtime goes; failures become texts. */
record Waits(Scope scope, Time time, Duration limit) {
    private static final Logger LOG = LoggerFactory.getLogger(Waits.class);

    <T> CompletionStage<T> bound(String what, CompletionStage<T> work) {
        var result = new CompletableFuture<T>();
        AutoCloseable going =
                () -> result.completeExceptionally(new RuntimeUnavailable(what + ": the runtime is going"));
        scope.add(going);
        var timer = scope.after(
                time,
                limit,
                () -> result.completeExceptionally(
                        new RuntimeUnavailable(what + " did not end within " + limit.toMillis() + " ms")));
        work.whenComplete((value, failure) -> {
            timer.close();
            scope.remove(going);
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(unavailable(what, failure));
            }
        });
        return result;
    }

    private static RuntimeUnavailable unavailable(String what, Throwable failure) {
        var cause = Stages.cause(failure);
        if (cause instanceof RuntimeUnavailable known) {
            return known;
        }
        if (cause instanceof EngineAway) {
            return RuntimeUnavailable.passing(what + " failed: " + cause.getMessage());
        }
        if (!(cause instanceof IOException)) {
            LOG.error("{} failed", what, cause);
        }
        return new RuntimeUnavailable(what + " failed: " + cause.getMessage());
    }
}
