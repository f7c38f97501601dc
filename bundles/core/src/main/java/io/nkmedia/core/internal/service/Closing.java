package io.nkmedia.core.internal.service;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The whole server takes no new log-ins and sessions, so that it can be stopped without ending any. Nothing of this is
 * kept: a server that is started anew is open, and so is the next core. Safe for use by any thread.
 */
public final class Closing {
    private final ServiceBook book;
    private final Set<String> closed = ConcurrentHashMap.newKeySet();
    private volatile boolean begun;

    Closing(ServiceBook book) {
        this.book = book;
    }

    /** Closes all services that are open. Idempotent. */
    public void begin() {
        begun = true;
        book.running().stream().filter(NkService::open).forEach(service -> {
            closed.add(service.name());
            service.drains(true);
        });
    }

    /** Whether it was begun, and not called off since. */
    public boolean isUnderWay() {
        return begun;
    }

    /** Opens what {@link #begin} has closed; a service that is about to stop by itself goes on with that. */
    public void cancel() {
        begun = false;
        for (var name : Set.copyOf(closed)) {
            closed.remove(name);
            book.find(name)
                    .filter(entry -> entry.drain().isEmpty())
                    .flatMap(entry -> book.service(name))
                    .ifPresent(service -> service.drains(false));
        }
    }
}
