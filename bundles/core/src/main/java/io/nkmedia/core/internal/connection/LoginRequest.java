package io.nkmedia.core.internal.connection;

import java.util.Map;
import java.util.Optional;

/**
 * What a client logs in with.
 *
 * @param user empty if a token names it
 * @param sessionId the wanted connection session, or the one to go on with
 * @param resumeToken opens that session again
 * @param eventsAck whether the client will answer each event
 * @param meta what it tells about itself
 */
public record LoginRequest(
        String user,
        Optional<String> password,
        Optional<String> token,
        Optional<String> sessionId,
        Optional<String> resumeToken,
        boolean eventsAck,
        Map<String, Object> meta) {
    /** Without what must not be in a log. */
    @Override
    public String toString() {
        return "log-in of " + user;
    }
}
