package io.nkmedia.api.hook;

import io.nkmedia.api.command.Caller;
import java.util.Optional;

/**
 * A wish to hear events; {@code *} stands for every value, also for none.
 *
 * @param service whose events are meant, if it isn't the caller's own; that one's rules let the caller hear them already
 */
public record SubscriptionRequest(
        Caller caller, String eventClass, String subclass, String type, String objectId, Optional<String> service) {
    /** About events of the caller's own service. */
    public SubscriptionRequest(Caller caller, String eventClass, String subclass, String type, String objectId) {
        this(caller, eventClass, subclass, type, objectId, Optional.empty());
    }
}
