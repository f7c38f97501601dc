package io.nkmedia.core.internal.shell;

import io.nkmedia.api.ApiException;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for what was asked for, on the operator's own thread. */
final class Waiting {
    private Waiting() {}

    /** Waits before the next look, by the server's clock. */
    static void pause(Time time, Duration length) throws InterruptedException {
        var over = new CompletableFuture<@Nullable Void>();
        try (var scope = new Scope("shell")) {
            scope.after(time, length, () -> over.complete(null));
            on(over, length.plus(Operator.LOOK));
        }
    }

    /** @throws IllegalStateException with a sentence for the operator, if it failed or took longer than {@code limit} */
    static <T> T on(CompletionStage<T> stage, Duration limit) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ApiException refused
                    ? new IllegalStateException(refused.text(), e)
                    : new IllegalStateException("it failed, see the log", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + limit.toSeconds() + " s; it may still be done", e);
        }
    }
}
