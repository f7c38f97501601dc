package io.nkmedia.core.internal.connection;

import io.nkmedia.api.command.Field;
import java.util.Map;
import java.util.Set;

/**
 * Who is logged in on a connection.
 *
 * @param sessionId the connection session
 * @param since ms since the epoch
 * @param meta what the client told about itself
 * @param foreign whether somebody else than the configuration let it in: then its roles are those of the log-in
 */
public record Login(
        String user,
        Set<String> roles,
        String sessionId,
        long since,
        Map<String, Object> meta,

        @Field(value = "Let in by a plugin or a program outside", byDefault = "false")
        boolean foreign) {}
