package io.nkmedia.api.media;

import java.util.Map;

/**
 * Something that only some engines can do with a leg. Core checks the names and the common fields (media-session.md
 * §4.10–4.12, §4.16).
 *
 * @param family {@code recorder}, {@code player}, {@code room} or {@code dtmf}
 * @param name of the action in its family, such as {@code start}
 * @param fields what was given with it
 */
public record LegAction(String family, String name, Map<String, Object> fields) {}
