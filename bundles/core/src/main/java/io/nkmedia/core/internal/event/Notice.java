package io.nkmedia.core.internal.event;

import io.nkmedia.api.Event;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to all who hear it, who share its text: what differs between them is added to that. Safe for use
 * by any thread: two that ask first at the same time each make the same text.
 */
public final class Notice {
    private final Event event;
    private volatile @Nullable String text;

    public Notice(Event event) {
        this.event = event;
    }

    public Event event() {
        return event;
    }

    /** This notice, if the event is the same, or one of that event. */
    public Notice of(Event changed) {
        return changed.equals(event) ? this : new Notice(changed);
    }

    /** The event as text, made by who asks first. */
    public String text(Function<Event, String> writing) {
        var known = text;
        if (known == null) {
            known = writing.apply(event);
            text = known;
        }
        return known;
    }
}
