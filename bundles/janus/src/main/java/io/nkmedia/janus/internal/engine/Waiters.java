package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.janus.internal.leg.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Who wants the engine while it is being joined: after an update core asks for its legs before the connections have
 * been handed over. Only touched in the backend's mailbox.
 */
final class Waiters {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Scope scope;
    private final Time time;
    private final List<CompletableFuture<Engine>> waiting = new ArrayList<>();

    Waiters(Scope scope, Time time) {
        this.scope = scope;
        this.time = time;
    }

    /** Completes at once if it is clear already what comes of it. */
    void add(CompletableFuture<Engine> waiter, Status now) {
        if (now.engine().isPresent()) {
            waiter.complete(now.engine().get());
        } else if (now.state() != BackendState.STARTING || scope.isClosed()) {
            fail(waiter);
        } else {
            waiting.add(waiter);
            scope.after(time, LIMIT, () -> fail(waiter));
        }
    }

    void changed(Status now) {
        var all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(waiter -> add(waiter, now));
    }

    void close() {
        waiting.forEach(Waiters::fail);
        waiting.clear();
    }

    private static void fail(CompletableFuture<Engine> waiter) {
        waiter.completeExceptionally(CoreError.BACKEND_DOWN.error());
    }
}
