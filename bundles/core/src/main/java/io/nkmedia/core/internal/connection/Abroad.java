package io.nkmedia.core.internal.connection;

import io.nkmedia.api.command.CommandName;
import io.nkmedia.core.internal.access.Access;
import java.util.Set;

/**
 * What clients of one service may do in another (protocol.md §7.11). Users are those of their own service, so their
 * names and roles count nowhere else; it is the other service's rules for the role {@code service:NAME} that say what
 * clients of the service NAME may do there. Administrators of the core service run the whole server.
 */
public final class Abroad {
    private static final String CORE = "core";
    private static final String ADMIN = "admin";

    private Abroad() {}

    /** Whether these roles of a service's client are for the whole server. */
    public static boolean runsServer(ConnectionHost service, Set<String> roles) {
        return service.name().equals(CORE) && roles.contains(ADMIN);
    }

    /** What the other service lets clients of this one do. */
    public static Access.Grant grant(ConnectionHost service, ConnectionHost other, CommandName command) {
        return other.config().access().grant(Set.of("service:" + service.name()), command);
    }
}
