package io.nkmedia.core.internal.callback;

import io.nkmedia.api.hook.Authenticator;
import io.nkmedia.api.hook.Credentials;
import io.nkmedia.api.hook.LoginDecision;
import io.nkmedia.core.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The callback {@code login}. */
public final class CallbackAuthenticator implements Authenticator {
    private static final Set<String> BY_DEFAULT = Set.of("user");

    private final Callbacks callbacks;
    private final Json json;

    public CallbackAuthenticator(Callbacks callbacks, Json json) {
        this.callbacks = callbacks;
        this.json = json;
    }

    @Override
    public CompletionStage<LoginDecision> authenticate(Credentials credentials) {
        var data = new LinkedHashMap<String, Object>();
        data.put("user", credentials.user());
        credentials.password().ifPresent(password -> data.put("password", password));
        credentials.token().ifPresent(token -> data.put("token", token));
        data.put("remote", credentials.remote());
        data.put("transport", credentials.transport());
        data.put("meta", credentials.meta());
        return callbacks
                .ask(Callbacks.LOGIN, data)
                .thenApply(answer -> answer.map(given -> decision(new Answer(given), credentials))
                        .orElseGet(LoginDecision::pass));
    }

    private LoginDecision decision(Answer answer, Credentials credentials) {
        if (!answer.flag("authorized")) {
            return LoginDecision.refuse(answer.text("reason").orElse("by callback"));
        }
        var meta = answer.object("meta").map(json::plainObject);
        var accepted = LoginDecision.accept(
                answer.text("user").orElse(credentials.user()),
                answer.texts("roles").orElse(BY_DEFAULT));
        return meta.map(accepted::withMeta).orElse(accepted);
    }
}
