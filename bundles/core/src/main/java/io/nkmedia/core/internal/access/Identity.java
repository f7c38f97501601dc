package io.nkmedia.core.internal.access;

import java.util.Set;

/**
 * Who somebody turned out to be.
 *
 * @param origin who vouches for it
 */
public record Identity(String user, Set<String> roles, Origin origin) {
    /** Who vouches for a log-in. */
    public enum Origin {
        /** The service's own users: their roles are those of now. */
        USERS,
        /** A signed token. */
        TOKEN,
        /** Nobody: the service lets guests in. */
        GUEST,
        /** A plugin or a program outside. */
        CALLBACK
    }
}
