package io.nkmedia.core.internal.session;

import io.nkmedia.api.Event;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.store.Shelf;
import java.time.Duration;
import java.util.Set;

/** What the sessions of a service need of it. Safe for use by any thread. */
public interface ServiceSide {
    Time time();

    Mailboxes mailboxes();

    Backends backends();

    /** Ends with the service; what is remembered of ended sessions belongs to it. */
    Scope scope();

    void publish(Event event);

    /** Whether somebody has asked for just this type of event of a session. */
    boolean asksFor(String type, String sessionId);

    /** A session has ended; its direct events need no subscriber any more. */
    void sessionEnded(String id);

    /** The types of candidates that a client of the service can be expected to have. */
    Set<String> candidateTypes();

    Duration mediaGrace();

    Duration mediaStart();

    Duration mediaSilence();

    /** Where sessions are kept for the time after a crash. */
    Shelf shelf();
}
