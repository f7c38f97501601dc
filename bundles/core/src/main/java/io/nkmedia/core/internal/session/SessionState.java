package io.nkmedia.core.internal.session;

/** The states of a media session (media-session.md §3), and all the ways from one to the next. */
public enum SessionState {
    /** The backend is being asked, or candidates are being collected. */
    STARTING,
    /** There is no answer yet. */
    WAIT,
    /** Offer and answer are known. */
    READY,
    /** Given back; only its memory answers. */
    DESTROYED;

    /** What moves a session. */
    enum Step {
        OFFER_KNOWN,
        ANSWER_KNOWN,
        /** The engine is gone, and the session goes on with another one. */
        ENGINE_LOST,
        STOPPED
    }

    /** The state after a step; a step that doesn't fit leaves the state as it is. */
    SessionState after(Step step) {
        return switch (step) {
            case OFFER_KNOWN -> this == STARTING ? WAIT : this;
            case ANSWER_KNOWN -> this == STARTING || this == WAIT ? READY : this;
            case ENGINE_LOST -> this == READY ? WAIT : this;
            case STOPPED -> DESTROYED;
        };
    }
}
