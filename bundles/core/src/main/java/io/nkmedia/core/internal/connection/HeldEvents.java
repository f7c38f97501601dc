package io.nkmedia.core.internal.connection;

import io.nkmedia.api.Event;
import io.nkmedia.core.internal.wire.Tid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Events of an object whose {@code create} has not been replied to yet. */
final class HeldEvents {
    private final Tid creating;
    private final List<Event> events = new ArrayList<>();

    HeldEvents(Tid creating) {
        this.creating = creating;
    }

    void add(Event event) {
        events.add(event);
    }

    boolean waitsFor(Tid reply) {
        return reply.equals(creating);
    }

    void forEach(Consumer<Event> to) {
        events.forEach(to);
    }
}
