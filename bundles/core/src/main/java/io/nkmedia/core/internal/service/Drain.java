package io.nkmedia.core.internal.service;

import io.nkmedia.api.CoreError;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Waits until a service that takes nothing new has no session left, or its time is over. */
final class Drain {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final NkService service;
    private final Time time;
    private final Scope scope;
    private final long until;
    private final Consumer<Drain> over;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * @param until ms since the epoch
     * @param over called once, when the service can be stopped
     */
    Drain(NkService service, Time time, Scope scope, long until, Consumer<Drain> over) {
        this.service = service;
        this.time = time;
        this.scope = scope;
        this.until = until;
        this.over = over;
    }

    void begin() {
        service.drains(true);
        look();
    }

    private void look() {
        if (stopped.isDone()) {
            return;
        }
        if (service.sessions().count() == 0 || time.now().toEpochMilli() >= until) {
            over.accept(this);
        } else {
            scope.after(time, LOOK, this::look);
        }
    }

    /** Completes when the service has stopped; fails with {@code invalid_state} if it was started again. */
    CompletionStage<Void> stopped() {
        return stopped;
    }

    void end() {
        stopped.complete(null);
    }

    void cancel() {
        service.drains(false);
        stopped.completeExceptionally(CoreError.INVALID_STATE.because("it was started again"));
    }
}
