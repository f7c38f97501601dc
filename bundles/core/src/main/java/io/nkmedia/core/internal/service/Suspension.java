package io.nkmedia.core.internal.service;

import io.nkmedia.base.Stages;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The sessions of all services as data, taken once, when this core is about to be replaced. Safe for use by any thread. */
final class Suspension {
    private final AtomicReference<@Nullable CompletionStage<List<Handover.Part>>> taken = new AtomicReference<>();

    /** Stops all sessions' clocks and keeps them as data, for the next core. Idempotent. */
    CompletionStage<List<Handover.Part>> take(Collection<NkService> services) {
        var mine = new CompletableFuture<List<Handover.Part>>();
        var before = taken.compareAndExchange(null, mine);
        if (before != null) {
            return before;
        }
        var parts = services.stream()
                .map(service -> service.suspend()
                        .thenApply(sessions -> new Handover.Part(service.name(), sessions, List.of()))
                        .toCompletableFuture())
                .toList();
        Stages.pass(all(parts), mine);
        return mine;
    }

    /** The same with the connection sessions, whose sockets have been let go by now. */
    CompletionStage<List<Handover.Part>> withConnections(Collection<NkService> services) {
        return take(services).thenCompose(parts -> {
            var whole = parts.stream()
                    .map(part -> services.stream()
                            .filter(service -> service.name().equals(part.service()))
                            .findFirst()
                            .map(service -> service.connections().rest())
                            .orElseGet(() -> CompletableFuture.completedStage(List.of()))
                            .thenApply(rest -> new Handover.Part(part.service(), part.sessions(), rest))
                            .toCompletableFuture())
                    .toList();
            return all(whole);
        });
    }

    private static CompletionStage<List<Handover.Part>> all(List<CompletableFuture<Handover.Part>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
    }
}
