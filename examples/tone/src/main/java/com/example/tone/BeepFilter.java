package com.example.tone;

import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.hook.ApiRequest;
import io.nkmedia.api.hook.RequestDecision;
import io.nkmedia.api.hook.RequestFilter;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletionStage;

/** Clients may call the type {@code beep} too. */
final class BeepFilter implements RequestFilter {
    private static final CommandName CREATE = CommandName.parse("media/session/create");

    @Override
    public CompletionStage<RequestDecision> before(ApiRequest request) {
        if (!request.command().equals(CREATE) || !"beep".equals(request.data().get("type"))) {
            return RequestDecision.pass().now();
        }
        var data = new LinkedHashMap<>(request.data());
        data.put("type", ToneBackend.TYPE);
        return RequestDecision.change(data).now();
    }
}
