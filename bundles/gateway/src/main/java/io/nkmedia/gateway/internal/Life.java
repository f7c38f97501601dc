package io.nkmedia.gateway.internal;

/** The states of a connection and all ways from one to the next. */
enum Life {
    /** Open, but nobody holds it: frames wait, and nothing is read. */
    DETACHED,
    /** A protocol's attachment has it. */
    ATTACHED,
    /** The attachment was asked to save; frames wait. */
    SAVING,
    /** The peer closed while nobody held it: the next holder learns of it. */
    ORPHANED,
    /** We have closed it and wait for the socket to end. */
    CLOSING,
    /** Over. */
    CLOSED;

    enum Event {
        /** A holder is there. */
        HOLDER,
        /** The holder goes and wants to save. */
        SAVE,
        /** The holder has saved. */
        SAVED,
        /** We close it. */
        CLOSE,
        /** The socket is gone. */
        END
    }

    /** The next state; the same one if the event means nothing now. */
    Life next(Event event) {
        return switch (event) {
            case HOLDER -> this == DETACHED ? ATTACHED : this == ORPHANED ? CLOSED : this;
            case SAVE -> this == ATTACHED ? SAVING : this;
            case SAVED -> this == SAVING ? DETACHED : this;
            case CLOSE ->
                switch (this) {
                    case DETACHED, ATTACHED, SAVING -> CLOSING;
                    case ORPHANED -> CLOSED;
                    case CLOSING, CLOSED -> this;
                };
            case END ->
                switch (this) {
                    case DETACHED -> ORPHANED;
                    case ATTACHED, SAVING, CLOSING -> CLOSED;
                    case ORPHANED, CLOSED -> this;
                };
        };
    }
}
