package io.nkmedia.core.internal.service;

/** The states of a service (services.md §6). */
public enum ServiceState {
    STARTING,
    RUNNING,
    /** Takes no new log-ins and sessions, and stops when the last session has ended. */
    DRAINING,
    STOPPING,
    STOPPED,
    /** Its configuration is broken, or a listener can't be opened. */
    FAILED
}
