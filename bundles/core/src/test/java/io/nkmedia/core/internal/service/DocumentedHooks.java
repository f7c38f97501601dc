package io.nkmedia.core.internal.service;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.hook.AccessDecision;
import io.nkmedia.api.hook.ApiRequest;
import io.nkmedia.api.hook.Authenticator;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.CallbackPoint;
import io.nkmedia.api.hook.EventFilter;
import io.nkmedia.api.hook.LoginDecision;
import io.nkmedia.api.hook.SessionListener;
import io.nkmedia.api.hook.SessionStart;
import io.nkmedia.api.hook.StartDecision;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The hooks that docs/plugins.md shows, as one plugin. */
final class DocumentedHooks implements ServiceExtension {
    /** Where people and their passwords are. */
    interface Directory {
        CompletionStage<Boolean> bind(String user, String password);
    }

    private final Directory directory;
    final List<String> bills = new ArrayList<>();
    boolean closed;
    private Optional<ServiceContext> context = Optional.empty();

    DocumentedHooks(Directory directory) {
        this.directory = directory;
    }

    @Override
    public CompletionStage<Void> start(ServiceContext given) {
        context = Optional.of(given);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> update(ServiceContext given) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> stop() {
        context = Optional.empty();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Collection<Authenticator> authenticators() {
        Authenticator ldap = credentials -> credentials.password().isEmpty()
                ? LoginDecision.pass().now()
                : directory
                        .bind(credentials.user(), credentials.password().get())
                        .thenApply(found -> found
                                ? LoginDecision.accept(credentials.user(), Set.of("user"))
                                : LoginDecision.pass());
        return List.of(ldap);
    }

    @Override
    public Collection<Authorizer> authorizers() {
        return List.of(new OfficeHours());
    }

    @Override
    public Collection<EventFilter> eventFilters() {
        EventFilter noNumbers =
                (event, to) -> event.body().containsKey("phone") && !to.roles().contains("admin")
                        ? Optional.empty()
                        : Optional.of(event);
        return List.of(noNumbers);
    }

    @Override
    public Collection<SessionListener> sessionListeners() {
        return List.of(new Bill());
    }

    @Override
    public Collection<CallbackPoint> callbacks() {
        return List.of(CallbackPoint.of("credit").forAdmins());
    }

    private CompletionStage<Boolean> hasCredit(String user) {
        return context.orElseThrow()
                .callback("credit", Map.of("user", user))
                .thenApply(answer ->
                        answer.map(data -> data.get("ok").equals(true)).orElse(true));
    }

    final class OfficeHours implements Authorizer {
        @Override
        public CompletionStage<AccessDecision> command(ApiRequest request) {
            return (request.command().commandClass().equals("media") && closed
                            ? AccessDecision.deny()
                            : AccessDecision.pass())
                    .now();
        }
    }

    final class Bill implements SessionListener {
        @Override
        public CompletionStage<StartDecision> starting(SessionStart start) {
            return hasCredit(start.caller().user())
                    .thenApply(ok -> ok
                            ? StartDecision.set(Map.of("ready_timeout", 3600))
                            : StartDecision.refuse(CoreError.UNAUTHORIZED.error()));
        }

        @Override
        public void ended(String sessionId, String reason) {
            bills.add(sessionId + " " + reason);
        }
    }
}
