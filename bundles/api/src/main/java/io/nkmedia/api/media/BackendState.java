package io.nkmedia.api.media;

/** The state of a backend of a service. Only {@link #READY} takes new legs. */
public enum BackendState {
    STARTING,
    READY,
    /** Ready, and kept in reserve: it takes the place of another instance of the same name when that one is gone. */
    SPARE,
    DRAINING,
    /** The instance died or does not answer; a fresh one is on its way. */
    LOST,
    /** Given up after several failures; an operator can restart it. */
    FAILED,
    STOPPED
}
