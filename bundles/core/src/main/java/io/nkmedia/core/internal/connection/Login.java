package io.nkmedia.core.internal.connection;

import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.access.Identity;
import java.util.Map;
import java.util.Set;

/**
 * Who is logged in on a connection.
 *
 * @param roles those of the log-in
 * @param sessionId the connection session
 * @param since ms since the epoch
 * @param meta what the client told about itself
 * @param origin who says so
 * @param only the roles that count at the listener where it logged in; empty for all
 */
public record Login(
        String user,
        Set<String> roles,
        String sessionId,
        long since,
        Map<String, Object> meta,

        @Field(value = "Who vouches for it", byDefault = "\"users\"")
        Identity.Origin origin,

        @Field(value = "Roles that count", byDefault = "[]") Set<String> only) {}
