package io.nkmedia.core.internal.session;

import io.nkmedia.api.Event;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.Optional;

/** What a media session needs of its service. Safe for use by any thread. */
interface SessionHost {
    Time time();

    Mailboxes mailboxes();

    Backends backends();

    /** A session of the same service. */
    Optional<MediaSession> find(String id);

    void publish(Event event);

    /** The session is over; called once. */
    void ended(MediaSession session);

    /** How long lost connectivity may take to come back. */
    Duration mediaGrace();

    /** Until media must be up after the answer. */
    Duration mediaStart();

    /** How long silence is allowed to a session without owner. */
    Duration mediaSilence();
}
