package io.nkmedia.core.internal.session;

/**
 * How many sessions there may be.
 *
 * @param sessions of the service
 * @param sessionsPerUser of each user
 */
public record Quota(int sessions, int sessionsPerUser) {
    /** For sessions that exist already. */
    static final Quota NONE = new Quota(Integer.MAX_VALUE, Integer.MAX_VALUE);
}
