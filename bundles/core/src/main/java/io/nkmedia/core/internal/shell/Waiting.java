package io.nkmedia.core.internal.shell;

import io.nkmedia.api.ApiException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what was asked for, on the operator's own thread. */
final class Waiting {
    private Waiting() {}

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
