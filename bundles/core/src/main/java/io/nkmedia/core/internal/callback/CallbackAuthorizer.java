package io.nkmedia.core.internal.callback;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.command.Caller;
import io.nkmedia.api.hook.AccessDecision;
import io.nkmedia.api.hook.ApiRequest;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.SubscriptionRequest;
import io.nkmedia.core.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;

/**
 * The callbacks {@code allow} and {@code subscribe}. The programs that decide aren't asked about themselves: one that
 * answers nonsense could not even be unregistered.
 */
public final class CallbackAuthorizer implements Authorizer {
    private final Callbacks callbacks;
    private final Json json;
    private final BiPredicate<Caller, String> decides;

    /** @param decides whether a caller has registered for a callback */
    public CallbackAuthorizer(Callbacks callbacks, Json json, BiPredicate<Caller, String> decides) {
        this.callbacks = callbacks;
        this.json = json;
        this.decides = decides;
    }

    @Override
    public CompletionStage<AccessDecision> command(ApiRequest request) {
        var name = request.command();
        var data = about(request.caller());
        data.put("class", name.commandClass());
        data.put("subclass", name.subclass());
        data.put("cmd", name.cmd());
        data.put("data", request.data());
        return ask(Callbacks.ALLOW, request.caller(), data);
    }

    @Override
    public CompletionStage<AccessDecision> subscription(SubscriptionRequest request) {
        var data = about(request.caller());
        data.put("class", request.eventClass());
        data.put("subclass", request.subclass());
        data.put("type", request.type());
        data.put("obj_id", request.objectId());
        request.service().ifPresent(service -> data.put("service", service));
        return ask(Callbacks.SUBSCRIBE, request.caller(), data);
    }

    private CompletionStage<AccessDecision> ask(String callback, Caller caller, Map<String, Object> data) {
        if (!callbacks.registrations().isRegistered(callback) || decides.test(caller, callback)) {
            return AccessDecision.pass().now();
        }
        return callbacks.ask(callback, data).thenApply(this::decision);
    }

    private AccessDecision decision(Optional<JsonNode> given) {
        return given.map(Answer::new)
                .map(answer -> answer.flag("allow")
                        ? answer.object("data")
                                .map(json::plainObject)
                                .map(AccessDecision::allow)
                                .orElseGet(AccessDecision::allow)
                        : AccessDecision.deny())
                .orElseGet(AccessDecision::pass);
    }

    private static Map<String, Object> about(Caller caller) {
        var data = new LinkedHashMap<String, Object>();
        data.put("user", caller.user());
        data.put("session_id", caller.sessionId());
        return data;
    }
}
