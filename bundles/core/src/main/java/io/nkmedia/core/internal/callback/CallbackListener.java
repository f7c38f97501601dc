package io.nkmedia.core.internal.callback;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.hook.SessionListener;
import io.nkmedia.api.hook.SessionStart;
import io.nkmedia.api.hook.StartDecision;
import io.nkmedia.core.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletionStage;

/** The callback {@code session_start}. */
public final class CallbackListener implements SessionListener {
    private final Callbacks callbacks;
    private final Json json;

    public CallbackListener(Callbacks callbacks, Json json) {
        this.callbacks = callbacks;
        this.json = json;
    }

    @Override
    public CompletionStage<StartDecision> starting(SessionStart start) {
        var data = new LinkedHashMap<>(start.fields());
        data.put("session_id", start.sessionId());
        data.put("type", start.type());
        data.put("user", start.caller().user());
        return callbacks
                .ask(Callbacks.SESSION_START, data)
                .thenApply(given -> given.map(Answer::new).map(this::decision).orElseGet(StartDecision::pass));
    }

    private StartDecision decision(Answer answer) {
        if (!answer.flag("allow")) {
            return StartDecision.refuse(CoreError.UNAUTHORIZED.error());
        }
        return answer.object("options")
                .map(json::plainObject)
                .map(StartDecision::set)
                .orElseGet(StartDecision::pass);
    }
}
