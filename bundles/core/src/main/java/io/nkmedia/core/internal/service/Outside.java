package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.Caller;
import io.nkmedia.api.hook.Authenticator;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.CallbackPoint;
import io.nkmedia.api.hook.SessionListener;
import io.nkmedia.core.internal.callback.CallbackAuthenticator;
import io.nkmedia.core.internal.callback.CallbackAuthorizer;
import io.nkmedia.core.internal.callback.CallbackListener;
import io.nkmedia.core.internal.callback.Callbacks;
import io.nkmedia.core.internal.connection.ConnectionDirectory;
import io.nkmedia.core.internal.hook.Entry;
import io.nkmedia.core.internal.hook.Hooks;
import io.nkmedia.core.internal.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The programs outside that decide, as the end of a service's chains. Safe for use by any thread. */
final class Outside {
    private static final String NAME = "core/callback";

    private final Callbacks callbacks;
    private final ConnectionDirectory connections;
    private final Json json;
    private final Entry<Authenticator> login;
    private final Entry<Authorizer> access;
    private final Entry<SessionListener> start;

    /** @param changed makes the chains anew */
    Outside(
            Supplier<List<PluginSlot>> plugins,
            Json json,
            ConnectionDirectory connections,
            Supplier<CompletionStage<Void>> changed) {
        this.connections = connections;
        this.json = json;
        callbacks = new Callbacks(() -> points(plugins.get()), changed);
        login = new Entry<>(NAME, new CallbackAuthenticator(callbacks, json), true);
        access = new Entry<>(NAME, new CallbackAuthorizer(callbacks, json, this::decides), true);
        start = new Entry<>(NAME, new CallbackListener(callbacks, json), true);
    }

    Callbacks callbacks() {
        return callbacks;
    }

    private static Collection<CallbackPoint> points(Collection<PluginSlot> slots) {
        var points = new ArrayList<CallbackPoint>();
        slots.forEach(slot -> slot.extension().ifPresent(extension -> points.addAll(extension.callbacks())));
        return points;
    }

    /** For plugins: what a program answered, as plain values. */
    CompletionStage<Optional<Map<String, Object>>> asked(String callback, Map<String, Object> data) {
        return callbacks.ask(callback, data).handle((answer, failure) -> {
            if (failure == null && answer.map(JsonNode::isObject).orElse(true)) {
                return answer.map(json::plainObject);
            }
            throw CoreError.UNAUTHORIZED.because("a program outside refused");
        });
    }

    private boolean decides(Caller caller, String callback) {
        return connections
                .find(caller.sessionId())
                .filter(entry -> callbacks.registrations().isRegistered(callback, entry.connection()))
                .isPresent();
    }

    /**
     * Only what somebody has registered for: nobody there costs nothing.
     *
     * @param logins whether they may decide about log-ins ({@code auth.callbacks})
     */
    Hooks hooks(boolean logins) {
        return new Hooks(
                List.of(),
                logins && callbacks.asksAboutLogins() ? List.of(login) : List.of(),
                callbacks.asksAboutRequests() ? List.of(access) : List.of(),
                List.of(),
                List.of(),
                callbacks.asksAboutSessions() ? List.of(start) : List.of());
    }
}
