package io.nkmedia.core.internal.event;

/** Who gets events. Called on the publisher's thread, in the order of publishing for each object; must not block. */
public interface Subscriber {
    void deliver(Notice notice);

    /** The object that it has direct events of is over: that subscription may go. Must not block. */
    void retired(Pattern pattern);
}
