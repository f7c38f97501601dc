package io.nkmedia.core.internal.service;

import java.util.Optional;
import java.util.UUID;

/**
 * What is kept of a service beside its document.
 *
 * @param uuid the same as long as the service exists
 * @param document the last one that could be put into force
 * @param revert the one to go back to, if the change isn't confirmed in time
 * @param confirmBy until when it must be, ms since the epoch
 * @param operator the connection session that tries it out, if its end takes it back too
 * @param drainUntil until when it drains before it stops, ms since the epoch
 */
record ServiceRecord(
        int schema,
        String uuid,
        String document,
        Optional<String> revert,
        Optional<Long> confirmBy,
        Optional<String> operator,
        Optional<Long> drainUntil) {
    static final int SCHEMA = 1;

    static ServiceRecord fresh(String document) {
        return new ServiceRecord(
                SCHEMA,
                UUID.randomUUID().toString(),
                document,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** With another document in force; what was to be confirmed is. */
    ServiceRecord with(String changed) {
        return new ServiceRecord(
                SCHEMA, uuid, changed, Optional.empty(), Optional.empty(), Optional.empty(), drainUntil);
    }

    /** The same, on trial: the oldest unconfirmed change is the one to go back before. */
    ServiceRecord trial(String changed, long until, Optional<String> by) {
        return new ServiceRecord(
                SCHEMA, uuid, changed, Optional.of(revert.orElse(document)), Optional.of(until), by, drainUntil);
    }

    ServiceRecord drain(Optional<Long> until) {
        return new ServiceRecord(SCHEMA, uuid, document, revert, confirmBy, operator, until);
    }
}
