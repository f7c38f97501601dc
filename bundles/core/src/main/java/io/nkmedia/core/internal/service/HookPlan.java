package io.nkmedia.core.internal.service;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.hook.AccessDecision;
import io.nkmedia.api.hook.ApiRequest;
import io.nkmedia.api.hook.Authenticator;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.EventFilter;
import io.nkmedia.api.hook.LoginDecision;
import io.nkmedia.api.hook.RequestFilter;
import io.nkmedia.api.hook.SessionListener;
import io.nkmedia.api.hook.SubscriptionRequest;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.core.internal.hook.Entry;
import io.nkmedia.core.internal.hook.Hooks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a service's chains out of its plugins, in their order. Where a plugin decides about security, its absence or its
 * failure to say what it has must not open what it closes.
 */
final class HookPlan {
    private static final Logger LOG = LoggerFactory.getLogger(HookPlan.class);

    private final List<Entry<Authenticator>> authenticators = new ArrayList<>();
    private final List<Entry<Authorizer>> authorizers = new ArrayList<>();
    private final List<Entry<RequestFilter>> filters = new ArrayList<>();
    private final List<Entry<EventFilter>> eventFilters = new ArrayList<>();
    private final List<Entry<SessionListener>> listeners = new ArrayList<>();

    private HookPlan() {}

    /** @param outside what asks programs outside: comes last */
    static Hooks of(Collection<PluginSlot> slots, Hooks outside) {
        var plan = new HookPlan();
        slots.forEach(plan::add);
        return plan.hooks(outside);
    }

    private void add(PluginSlot slot) {
        slot.extension().ifPresentOrElse(extension -> add(slot, extension), () -> away(slot));
    }

    private void away(PluginSlot slot) {
        if (slot.guardsLogins()) {
            authenticators.add(Entry.of(slot.plugin(), refusing()));
        }
        if (slot.guardsRequests()) {
            authorizers.add(Entry.of(slot.plugin(), new Away()));
        }
    }

    private void add(PluginSlot slot, ServiceExtension extension) {
        var plugin = slot.plugin();
        var logins = read(plugin, extension, ServiceExtension::authenticators, List.of(refusing()));
        var rights = read(plugin, extension, ServiceExtension::authorizers, List.<Authorizer>of(new Away()));
        slot.guards(!logins.isEmpty(), !rights.isEmpty());
        logins.forEach(each -> authenticators.add(Entry.of(plugin, each)));
        rights.forEach(each -> authorizers.add(Entry.of(plugin, each)));
        read(plugin, extension, ServiceExtension::requestFilters, List.of())
                .forEach(each -> filters.add(Entry.of(plugin, each)));
        read(plugin, extension, ServiceExtension::eventFilters, List.of())
                .forEach(each -> eventFilters.add(Entry.of(plugin, each)));
        read(plugin, extension, ServiceExtension::sessionListeners, List.of())
                .forEach(each -> listeners.add(Entry.of(plugin, each)));
    }

    private static <T> List<T> read(
            String plugin,
            ServiceExtension extension,
            Function<ServiceExtension, Collection<? extends T>> hooks,
            List<? extends T> onFailure) {
        try {
            return List.copyOf(hooks.apply(extension));
        } catch (RuntimeException | LinkageError failure) {
            LOG.error("Plugin {} failed to say which hooks it has", plugin, failure);
            return List.copyOf(onFailure);
        }
    }

    private Hooks hooks(Hooks outside) {
        authorizers.addAll(outside.authorizers());
        listeners.addAll(outside.listeners());
        return new Hooks(authenticators, outside.lastAuthenticators(), authorizers, filters, eventFilters, listeners);
    }

    private static Authenticator refusing() {
        return credentials ->
                LoginDecision.refuse("the plugin that decides is away").now();
    }

    /** In the place of a plugin's authorizer that isn't there. */
    private static final class Away implements Authorizer {
        @Override
        public CompletionStage<AccessDecision> command(ApiRequest request) {
            return retry();
        }

        @Override
        public CompletionStage<AccessDecision> subscription(SubscriptionRequest request) {
            return retry();
        }

        private static CompletionStage<AccessDecision> retry() {
            return AccessDecision.deny(CoreError.SERVICE_UNAVAILABLE
                            .because("who decides about this is not there")
                            .with("retry_after_ms", 1000))
                    .now();
        }
    }
}
