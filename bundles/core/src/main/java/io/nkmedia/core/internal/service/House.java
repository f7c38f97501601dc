package io.nkmedia.core.internal.service;

import io.nkmedia.api.Event;
import io.nkmedia.api.command.ApiCommand;
import java.util.Collection;
import java.util.Optional;

/** All services of this process, as one of them sees them. */
interface House {
    /** The commands about services that a service of this name has. */
    Collection<ApiCommand<?>> commands(String service);

    /** The service of this name. */
    Optional<NkService> service(String name);

    /** A connection session of any service is over for good. */
    void sessionOver(String id);

    /** Told each event of a service: admins of the core service hear what is about services and backends. */
    void published(String service, Event event);
}
