package io.nkmedia.api.hook;

import io.nkmedia.api.command.Caller;
import java.util.Map;

/**
 * A media session that is about to be made.
 *
 * @param fields of {@code media/session/create}, validated, with their defaults, and as listeners before have set them
 */
public record SessionStart(String sessionId, String type, Caller caller, Map<String, Object> fields) {}
