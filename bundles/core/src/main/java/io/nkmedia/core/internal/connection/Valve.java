package io.nkmedia.core.internal.connection;

import io.nkmedia.gateway.Connection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether the socket is read: only while there is no reason not to. Safe for use by any thread. */
final class Valve {
    enum Reason {
        /** Frames that wait. */
        BACKLOG,
        /** Requests that run. */
        IN_FLIGHT
    }

    private final Connection connection;
    private final Set<Reason> reasons = ConcurrentHashMap.newKeySet();
    private final AtomicInteger changes = new AtomicInteger();
    private boolean shut;

    Valve(Connection connection) {
        this.connection = connection;
    }

    void shut(Reason reason) {
        if (reasons.add(reason)) {
            settle();
        }
    }

    void open(Reason reason) {
        if (reasons.remove(reason)) {
            settle();
        }
    }

    /** One thread at a time, which goes on until it has seen each change: else an old resume could follow a new pause. */
    private void settle() {
        int missed = changes.incrementAndGet() == 1 ? 1 : 0;
        while (missed != 0) {
            boolean wanted = !reasons.isEmpty();
            if (wanted != shut) {
                shut = wanted;
                if (wanted) {
                    connection.pause();
                } else {
                    connection.resume();
                }
            }
            missed = changes.addAndGet(-missed);
        }
    }
}
