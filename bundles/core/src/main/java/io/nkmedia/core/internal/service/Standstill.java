package io.nkmedia.core.internal.service;

import io.nkmedia.api.media.BackendState;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.session.Backends;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * While the plugin of an engine is exchanged, sessions that begin wait until all engines that were ready are so again, but
 * not longer than 1 s: then they hear what there is. Its state belongs to the service's mailbox.
 */
final class Standstill {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Backends backends;
    private final Time time;
    private final Scope scope;
    private final Set<String> missing = new HashSet<>();
    private volatile CompletableFuture<Void> over = CompletableFuture.completedFuture(null);

    Standstill(Backends backends, Time time, Scope scope) {
        this.backends = backends;
        this.time = time;
        this.scope = scope;
    }

    /** Any thread. */
    CompletionStage<Void> over() {
        return over;
    }

    /** These were ready and leave now. */
    void begin(Collection<String> ready) {
        missing.addAll(ready);
        if (!missing.isEmpty() && over.isDone()) {
            var mine = new CompletableFuture<Void>();
            over = mine;
            var limit = scope.after(time, LIMIT, () -> mine.complete(null));
            mine.thenRun(limit::close);
        }
    }

    /** The backends have changed. */
    void check() {
        backends.all().stream()
                .map(backend -> backend.info())
                .filter(info -> info.state() == BackendState.READY)
                .forEach(info -> missing.remove(info.name()));
        if (missing.isEmpty()) {
            over.complete(null);
        }
        if (over.isDone()) {
            missing.clear();
        }
    }
}
