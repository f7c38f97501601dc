package io.nkmedia.core.internal.connection;

import io.nkmedia.core.internal.event.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Events of an object whose {@code create} has not been replied to yet. */
final class HeldEvents {
    /** What happens to an object before it can be talked about is little; more is lost. */
    private static final int MAX = 1000;

    /** An event and when it was published. */
    record Timed(Notice notice, Instant at) {}

    private final Object creating;
    private final Supplier<CompletionStage<Void>> undo;
    private final List<Timed> events = new ArrayList<>();
    private boolean undone;

    /** @param creating the request that makes the object */
    HeldEvents(Object creating, Supplier<CompletionStage<Void>> undo) {
        this.creating = creating;
        this.undo = undo;
    }

    void add(Notice notice, Instant at) {
        if (!undone && events.size() < MAX) {
            events.add(new Timed(notice, at));
        }
    }

    boolean waitsFor(Object reply) {
        return !undone && reply.equals(creating);
    }

    void forEach(Consumer<Timed> to) {
        events.forEach(to);
    }

    /** The object is not wanted: drops its events, also those that still come until {@code done} is called. */
    void undo(Runnable done) {
        undone = true;
        events.clear();
        undo.get().whenComplete((ok, failure) -> done.run());
    }
}
