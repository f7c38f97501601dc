package io.nkmedia.core.internal.connection;

import java.util.Optional;

/**
 * A connection that got in.
 *
 * @param resumed whether it goes on with a session that was there
 * @param resumeToken opens it again if its socket breaks; empty if the service doesn't resume
 */
public record Admitted(Login login, boolean resumed, Optional<String> resumeToken) {
    /** Without the token. */
    @Override
    public String toString() {
        return login.user() + " in " + login.sessionId();
    }
}
