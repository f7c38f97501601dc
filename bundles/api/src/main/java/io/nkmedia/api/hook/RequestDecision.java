package io.nkmedia.api.hook;

import io.nkmedia.api.ApiException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a {@link RequestFilter} does with a request. */
public final class RequestDecision {
    private static final RequestDecision PASS =
            new RequestDecision(Optional.empty(), Optional.empty(), Optional.empty());

    private final Optional<Map<String, Object>> changed;
    private final Optional<Object> answer;
    private final Optional<ApiException> refusal;

    private RequestDecision(
            Optional<Map<String, Object>> changed, Optional<Object> answer, Optional<ApiException> refusal) {
        this.changed = changed;
        this.answer = answer;
        this.refusal = refusal;
    }

    /** Goes on unchanged. */
    public static RequestDecision pass() {
        return PASS;
    }

    /** Goes on with these parameters. */
    public static RequestDecision change(Map<String, Object> data) {
        return new RequestDecision(Optional.of(data), Optional.empty(), Optional.empty());
    }

    /** Answers with this data, a map, list or record; neither later filters nor the command see the request. */
    public static RequestDecision answer(Object data) {
        return new RequestDecision(Optional.empty(), Optional.of(data), Optional.empty());
    }

    /** Answers with an error. */
    public static RequestDecision refuse(ApiException why) {
        return new RequestDecision(Optional.empty(), Optional.empty(), Optional.of(why));
    }

    /** This decision, made already. */
    public CompletionStage<RequestDecision> now() {
        return CompletableFuture.completedStage(this);
    }

    public Optional<Map<String, Object>> changed() {
        return changed;
    }

    public Optional<Object> answer() {
        return answer;
    }

    public Optional<ApiException> refusal() {
        return refusal;
    }
}
