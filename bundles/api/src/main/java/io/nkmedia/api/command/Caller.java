package io.nkmedia.api.command;

import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Who sent a command, and what it may do. Safe for use by any thread. */
@ProviderType
public interface Caller {
    /** The service that the connection belongs to. */
    String service();

    /** The user's name. */
    String user();

    /** The id of the logged-in connection, its <em>connection session</em>. */
    String sessionId();

    Set<String> roles();

    /** Whether this command may touch objects of others too, by the caller's roles. */
    boolean any();

    /** What the command was called by: commands may be reached by an alias. */
    CommandName command();

    /** A language tag or program name that the client gave, for logs. */
    Optional<String> userAgent();
}
