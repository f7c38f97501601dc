package io.nkmedia.api.hook;

import java.util.Set;

/** The logged-in connection that an event is for, with its roles of now. */
public record Recipient(String service, String user, String sessionId, Set<String> roles) {}
