package io.nkmedia.core.internal.session;

import io.nkmedia.api.Event;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.store.Shelf;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What a media session needs of its service. Safe for use by any thread. */
interface SessionHost {
    Time time();

    Mailboxes mailboxes();

    Backends backends();

    /** A session of the same service. */
    Optional<MediaSession> find(String id);

    void publish(Event event);

    /** Whether somebody has asked for just this type of event of a session. */
    boolean asksFor(String type, String sessionId);

    /** The session is over; called once. */
    void ended(MediaSession session);

    /** How long lost connectivity may take to come back. */
    Duration mediaGrace();

    /** Until media must be up after the answer. */
    Duration mediaStart();

    /** The types of candidates that a client of the service can be expected to have. */
    Set<String> candidateTypes();

    /** How long silence is allowed to a session without owner. */
    Duration mediaSilence();

    /** Where it is kept for the time after a crash. */
    Shelf shelf();
}
