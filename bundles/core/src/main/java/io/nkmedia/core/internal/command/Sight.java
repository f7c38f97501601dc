package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.session.MediaSession;
import io.nkmedia.core.internal.session.Sessions;
import java.util.Optional;

/** What a caller can see: all, or what is its own. */
final class Sight {
    private Sight() {}

    /** A live session that the caller may touch; others don't exist for it. */
    static MediaSession live(Sessions sessions, String id, ConnectionCaller caller) {
        return of(caller, sessions.find(id)).orElseThrow(CoreError.SESSION_NOT_FOUND::error);
    }

    static boolean covers(ConnectionCaller caller, MediaSession session) {
        return caller.any() || session.settings().user().equals(caller.user());
    }

    static Optional<MediaSession> of(ConnectionCaller caller, Optional<MediaSession> session) {
        return session.filter(found -> covers(caller, found));
    }
}
