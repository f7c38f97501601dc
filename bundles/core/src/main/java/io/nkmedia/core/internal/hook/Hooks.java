package io.nkmedia.core.internal.hook;

import io.nkmedia.api.hook.Authenticator;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.EventFilter;
import io.nkmedia.api.hook.RequestFilter;
import io.nkmedia.api.hook.SessionListener;
import java.util.List;

/**
 * A service's chains, made anew whenever a plugin comes, goes or changes. Immutable: who has read it once sees one state.
 *
 * @param authenticators asked before token and users
 * @param lastAuthenticators asked about those whom neither knows
 */
public record Hooks(
        List<Entry<Authenticator>> authenticators,
        List<Entry<Authenticator>> lastAuthenticators,
        List<Entry<Authorizer>> authorizers,
        List<Entry<RequestFilter>> filters,
        List<Entry<EventFilter>> eventFilters,
        List<Entry<SessionListener>> listeners) {
    public static final Hooks NONE = new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Hooks {
        authenticators = List.copyOf(authenticators);
        lastAuthenticators = List.copyOf(lastAuthenticators);
        authorizers = List.copyOf(authorizers);
        filters = List.copyOf(filters);
        eventFilters = List.copyOf(eventFilters);
        listeners = List.copyOf(listeners);
    }
}
