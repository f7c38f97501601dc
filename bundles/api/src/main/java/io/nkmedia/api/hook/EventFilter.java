package io.nkmedia.api.hook;

import io.nkmedia.api.Event;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at each event before a client gets it. Called on the connection's mailbox and answers at once: events keep their
 * order, and there are many. An exception skips the filter for this event; taking more than 1 s
 * counts as a failure.
 */
@ConsumerType
public interface EventFilter {
    /**
     * @return the event to send, or empty to keep it from this client. Only its body may differ: class, subclass, type
     *     and object stay what they were
     */
    Optional<Event> filter(Event event, Recipient to);
}
