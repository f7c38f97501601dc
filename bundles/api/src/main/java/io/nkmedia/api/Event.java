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
 * @param service the service that published it, if that is another one than its hearer's; core fills it in
 * @param from the client that sent it; empty if the server itself did
 */
public record Event(
        String eventClass,
        Optional<String> subclass,
        Optional<String> type,
        Optional<String> objectId,
        Map<String, Object> body,
        Optional<String> service,
        Optional<Sender> from) {
    /** An event of the server's own. */
    public Event(
            String eventClass,
            Optional<String> subclass,
            Optional<String> type,
            Optional<String> objectId,
            Map<String, Object> body) {
        this(eventClass, subclass, type, objectId, body, Optional.empty(), Optional.empty());
    }

    /**
     * A client that sent an event.
     *
     * @param service its service, if it published in another one
     */
    public record Sender(String user, String sessionId, Optional<String> service) {
        public Sender(String user, String sessionId) {
            this(user, sessionId, Optional.empty());
        }
    }

    public static Event of(String eventClass, String subclass, String type, String objectId, Map<String, Object> body) {
        return new Event(eventClass, Optional.of(subclass), Optional.of(type), Optional.of(objectId), body);
    }

    /** The same with another body. */
    public Event withBody(Map<String, Object> changed) {
        return new Event(eventClass, subclass, type, objectId, changed, service, from);
    }

    /** The same as heard in another service. */
    public Event ofService(String name) {
        return new Event(eventClass, subclass, type, objectId, body, Optional.of(name), from);
    }

    /** The same as sent by a client. */
    public Event sentBy(Sender client) {
        return new Event(eventClass, subclass, type, objectId, body, service, Optional.of(client));
    }
}
