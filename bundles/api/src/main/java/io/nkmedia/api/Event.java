package io.nkmedia.api;

import java.util.Map;
import java.util.Optional;

/**
 * Something that happened, for whoever has subscribed (protocol.md §5). Body values are strings, numbers, booleans,
 * lists and maps of them.
 *
 * @param eventClass such as {@code media}
 * @param subclass such as {@code session}
 * @param type such as {@code destroyed}
 * @param objectId such as a session's id
 */
public record Event(
        String eventClass,
        Optional<String> subclass,
        Optional<String> type,
        Optional<String> objectId,
        Map<String, Object> body) {
    public static Event of(String eventClass, String subclass, String type, String objectId, Map<String, Object> body) {
        return new Event(eventClass, Optional.of(subclass), Optional.of(type), Optional.of(objectId), body);
    }
}
