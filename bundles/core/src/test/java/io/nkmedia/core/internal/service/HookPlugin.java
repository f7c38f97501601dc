package io.nkmedia.core.internal.service;

import io.nkmedia.api.hook.Authenticator;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.CallbackPoint;
import io.nkmedia.api.hook.EventFilter;
import io.nkmedia.api.hook.RequestFilter;
import io.nkmedia.api.hook.SessionListener;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A plugin with the hooks that a test gives it. */
final class HookPlugin implements ServiceExtension {
    final List<Authenticator> authenticators = new ArrayList<>();
    final List<Authorizer> authorizers = new ArrayList<>();
    final List<RequestFilter> filters = new ArrayList<>();
    final List<EventFilter> eventFilters = new ArrayList<>();
    final List<SessionListener> listeners = new ArrayList<>();
    final List<CallbackPoint> points = new ArrayList<>();

    /** What was called, in order: start, update, stop. */
    final List<String> calls = new ArrayList<>();

    Optional<ServiceContext> context = Optional.empty();

    /** Completes when its next start has. */
    CompletionStage<Void> starting = CompletableFuture.completedStage(null);

    private CompletionStage<Void> called(String name, Optional<ServiceContext> now) {
        calls.add(name);
        context = now;
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> start(ServiceContext given) {
        return called("start", Optional.of(given)).thenCompose(done -> starting);
    }

    @Override
    public CompletionStage<Void> update(ServiceContext given) {
        return called("update", Optional.of(given));
    }

    @Override
    public CompletionStage<Void> stop() {
        return called("stop", Optional.empty());
    }

    @Override
    public Collection<Authenticator> authenticators() {
        return authenticators;
    }

    @Override
    public Collection<Authorizer> authorizers() {
        return authorizers;
    }

    @Override
    public Collection<RequestFilter> requestFilters() {
        return filters;
    }

    @Override
    public Collection<EventFilter> eventFilters() {
        return eventFilters;
    }

    @Override
    public Collection<SessionListener> sessionListeners() {
        return listeners;
    }

    @Override
    public Collection<CallbackPoint> callbacks() {
        return points;
    }
}
