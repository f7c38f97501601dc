package io.nkmedia.core.internal.connection;

import java.util.Map;
import java.util.Set;

/**
 * Who is logged in on a connection.
 *
 * @param sessionId the connection session
 * @param since ms since the epoch
 * @param meta what the client told about itself
 */
public record Login(String user, Set<String> roles, String sessionId, long since, Map<String, Object> meta) {}
