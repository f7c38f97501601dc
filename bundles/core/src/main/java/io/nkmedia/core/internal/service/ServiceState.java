package io.nkmedia.core.internal.service;

/** The states of a service (services.md §6). */
public enum ServiceState {
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    /** Its configuration is broken, or a listener can't be opened. */
    FAILED
}
