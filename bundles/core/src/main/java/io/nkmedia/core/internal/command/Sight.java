package io.nkmedia.core.internal.command;

import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.session.MediaSession;
import java.util.Optional;

/** What a caller can see: all, or what is its own. */
final class Sight {
    private Sight() {}

    static boolean covers(ConnectionCaller caller, MediaSession session) {
        return caller.any() || session.settings().user().equals(caller.user());
    }

    static Optional<MediaSession> of(ConnectionCaller caller, Optional<MediaSession> session) {
        return session.filter(found -> covers(caller, found));
    }
}
