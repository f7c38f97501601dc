package io.nkmedia.core.internal.command;

import io.nkmedia.api.Event;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.event.Pattern;
import java.util.Map;
import java.util.Optional;

/** Events that clients send: they say from whom they are. */
final class Sent {
    private Sent() {}

    static Event.Sender sender(ConnectionCaller caller) {
        return new Event.Sender(caller.user(), caller.sessionId());
    }

    /** An event of class {@code core} to one user or session. */
    static Event event(String subclass, String to, String type, Map<String, Object> body, ConnectionCaller caller) {
        return new Event("core", Optional.of(subclass), concrete(type), Optional.of(to), body).sentBy(sender(caller));
    }

    /** {@code *} means that it isn't there. */
    static Optional<String> concrete(String value) {
        return value.equals(Pattern.ANY) ? Optional.empty() : Optional.of(value);
    }
}
