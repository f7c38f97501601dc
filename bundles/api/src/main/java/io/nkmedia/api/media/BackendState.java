package io.nkmedia.api.media;

/** The state of a backend of a service. Only {@link #READY} takes new legs. */
public enum BackendState {
    STARTING,
    READY,
    DRAINING,
    /** The instance died or does not answer; a fresh one is on its way. */
    LOST,
    /** Given up after several failures; an operator can restart it. */
    FAILED,
    STOPPED
}
