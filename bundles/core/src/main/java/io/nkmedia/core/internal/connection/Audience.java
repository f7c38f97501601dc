package io.nkmedia.core.internal.connection;

import io.nkmedia.api.Event;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.hook.Recipient;
import io.nkmedia.core.internal.access.Access;
import java.util.Optional;
import java.util.Set;

/** Which events a client may hear, whatever its subscriptions' wildcards match: decided by its roles of now. */
final class Audience {
    private static final CommandName SEE_SESSIONS = CommandName.parse("media/session/get_info");
    private static final CommandName SUBSCRIBE = CommandName.parse("core/event/subscribe");
    private static final Set<String> HOUSE = Set.of("backend", "service");
    private static final Set<String> SEE_HOUSE = Set.of("admin", "monitor");

    private final ConnectionHost service;

    Audience(ConnectionHost service) {
        this.service = service;
    }

    boolean mayHear(Event event, Optional<Login> login) {
        if (event.service().isPresent()) {
            return service.other(event.service().get())
                    .filter(other -> mayHearAbroad(event, other, login))
                    .isPresent();
        }
        if (ofTheHouse(event)) {
            return roles(login).stream().anyMatch(SEE_HOUSE::contains);
        }
        return !isRecord(event) || service.config().access().grant(roles(login), SEE_SESSIONS) == Access.Grant.ANY;
    }

    /** The event as the service's filters let this client see it; empty if they don't. */
    Optional<Event> shown(Event event, Optional<Login> login) {
        return login.isEmpty()
                ? Optional.of(event)
                : service.hooks()
                        .filtered(
                                event,
                                new Recipient(
                                        service.name(),
                                        login.get().user(),
                                        login.get().sessionId(),
                                        roles(login)));
    }

    /** Of another service: what its own rules give to this one, and all to those who run the server. */
    private boolean mayHearAbroad(Event event, ConnectionHost other, Optional<Login> login) {
        if (Abroad.runsServer(service, roles(login))) {
            return true;
        }
        return !ofTheHouse(event)
                && Abroad.grant(service, other, SUBSCRIBE) == Access.Grant.ANY
                && (!isRecord(event) || Abroad.grant(service, other, SEE_SESSIONS) == Access.Grant.ANY);
    }

    /** Backends and services are for those who run them. */
    private static boolean ofTheHouse(Event event) {
        return event.eventClass().equals("core")
                && event.subclass().map(HOUSE::contains).orElse(false);
    }

    /** The call record tells what only those may know who see all sessions (media-session.md §9). */
    private static boolean isRecord(Event event) {
        return event.type().equals(Optional.of("record")) && event.eventClass().equals("media");
    }

    private Set<String> roles(Optional<Login> login) {
        return login.flatMap(service::roles).orElse(Set.of());
    }
}
