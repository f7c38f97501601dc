package io.nkmedia.core.internal.connection;

import io.nkmedia.core.internal.event.Subscription;
import java.util.List;
import java.util.Optional;

/**
 * A connection as data, for the core that comes after this one.
 *
 * @param schema raised when the meaning changes
 * @param nextTid the server's next tid
 * @param seq of the last event
 */
record SavedConnection(int schema, Optional<Login> login, List<Subscription> subscriptions, long nextTid, long seq) {
    static final int SCHEMA = 1;
}
