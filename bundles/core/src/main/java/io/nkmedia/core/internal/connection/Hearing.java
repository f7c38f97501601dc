package io.nkmedia.core.internal.connection;

import io.nkmedia.api.Event;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.event.Notice;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The events on their way to a client: those that it may not hear are dropped, those of an object whose {@code create}
 * has not been replied to wait. Belongs to the connection's mailbox.
 */
final class Hearing {
    private final Predicate<Event> audience;
    private final BiConsumer<Notice, Instant> out;
    private final Time time;
    private final Consumer<Runnable> post;
    private final Map<String, HeldEvents> held = new HashMap<>();

    /**
     * @param audience which events may be heard
     * @param post brings a task to the connection's mailbox
     */
    Hearing(Predicate<Event> audience, BiConsumer<Notice, Instant> out, Time time, Consumer<Runnable> post) {
        this.audience = audience;
        this.out = out;
        this.time = time;
        this.post = post;
    }

    /** Holds an object's events back until the request that makes it has been replied to. */
    void hold(String objectId, Object creating, Supplier<CompletionStage<Void>> undo) {
        held.put(objectId, new HeldEvents(creating, undo));
    }

    /** A request has been replied to: lets the events of what it made go, or undoes that. */
    void replied(Object creating, boolean wanted) {
        var waiting = held.values().stream()
                .filter(events -> events.waitsFor(creating))
                .toList();
        if (wanted) {
            held.values().removeAll(waiting);
            waiting.forEach(events -> events.forEach(one -> notice(one.notice(), one.at())));
        } else {
            waiting.forEach(
                    events -> events.undo(() -> post.accept(() -> held.values().remove(events))));
        }
    }

    void notice(Notice notice) {
        notice(notice, time.now());
    }

    private void notice(Notice notice, Instant at) {
        if (!audience.test(notice.event())) {
            return;
        }
        var holding = notice.event().objectId().map(held::get);
        if (holding.isPresent()) {
            holding.get().add(notice, at);
        } else {
            out.accept(notice, at);
        }
    }
}
