package io.nkmedia.core.internal.event;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One subscription of one subscriber.
 *
 * @param types if not empty, only these types
 * @param body merged into the event's body; the event's own keys win
 * @param kind how it came about
 * @param service the service whose events are meant, if it isn't the subscriber's own
 */
public record Subscription(
        Pattern pattern, Set<String> types, Map<String, Object> body, Kind kind, Optional<String> service) {
    public Subscription(Pattern pattern, Set<String> types, Map<String, Object> body, Kind kind) {
        this(pattern, types, body, kind, Optional.empty());
    }

    /** How a subscription came about. */
    public enum Kind {
        /** Asked for by {@code core/event/subscribe}. */
        ASKED,
        /** The two of each connection session; they can't be unsubscribed. */
        AUTOMATIC,
        /** The direct events of a session to the connection that created it; not listed. */
        DIRECT,
        /** Gets nothing: those asked for of this object end with it. */
        WHILE_IT_LIVES
    }

    public static Subscription of(Pattern pattern, Kind kind) {
        return new Subscription(pattern, Set.of(), Map.of(), kind);
    }
}
