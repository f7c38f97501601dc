package io.nkmedia.core.internal.event;

import io.nkmedia.api.Event;

/** Who gets events. Called on the publisher's thread, in the order of publishing for each object; must not block. */
public interface Subscriber {
    void deliver(Event event);

    /** The object that it has direct events of is over: that subscription may go. Must not block. */
    void retired(Pattern pattern);
}
