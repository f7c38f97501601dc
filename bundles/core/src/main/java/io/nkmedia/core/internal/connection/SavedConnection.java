package io.nkmedia.core.internal.connection;

import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.event.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection as data, for the core that comes after this one.
 *
 * @param schema raised when the meaning changes
 * @param nextTid the server's next tid
 * @param seq of the last event
 */
record SavedConnection(
        int schema,
        Optional<Login> login,
        List<Subscription> subscriptions,
        long nextTid,
        long seq,

        @Field(value = "Callbacks that it answers, with their priority", byDefault = "{}")
        Map<String, Integer> callbacks) {
    static final int SCHEMA = 1;
}
