package io.nkmedia.core.internal.connection;

import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.event.Subscription;
import io.nkmedia.gateway.ConnectionInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection as data, for the core that comes after this one.
 *
 * @param schema raised when the meaning changes
 * @param nextTid the server's next tid
 * @param seq of the last event
 * @param ticket what resumes it
 * @param eventsAck whether its client answers events
 * @param waiting events that wait for it
 * @param left ms until a session without socket ends
 * @param info of its last socket
 */
public record SavedConnection(
        int schema,
        Optional<Login> login,
        List<Subscription> subscriptions,
        long nextTid,
        long seq,
        Optional<ResumeTicket> ticket,

        @Field(value = "Whether events are answered", byDefault = "false")
        boolean eventsAck,

        @Field(value = "Events that wait", byDefault = "[]") List<Map<String, Object>> waiting,

        @Field(value = "Callbacks that it answers, with their priority", byDefault = "{}")
        Map<String, Integer> callbacks,

        Optional<Long> left,
        Optional<ConnectionInfo> info) {
    static final int SCHEMA = 1;

    /** What keys of connections begin with where they are kept for the time after a crash. */
    public static final String SHELF = "c/";

    /** Of a socket that nobody is logged in on. */
    static SavedConnection nobody(long nextTid) {
        return new SavedConnection(
                SCHEMA,
                Optional.empty(),
                List.of(),
                nextTid,
                0,
                Optional.empty(),
                false,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}
