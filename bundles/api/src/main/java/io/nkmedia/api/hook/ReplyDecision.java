package io.nkmedia.api.hook;

import io.nkmedia.api.ApiException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a {@link RequestFilter} does with a reply. */
public final class ReplyDecision {
    private static final ReplyDecision PASS = new ReplyDecision(Optional.empty(), Optional.empty());

    private final Optional<Object> answer;
    private final Optional<ApiException> refusal;

    private ReplyDecision(Optional<Object> answer, Optional<ApiException> refusal) {
        this.answer = answer;
        this.refusal = refusal;
    }

    /** Goes on unchanged. */
    public static ReplyDecision pass() {
        return PASS;
    }

    /** Replies with this data instead: a map, list or record. */
    public static ReplyDecision answer(Object data) {
        return new ReplyDecision(Optional.of(data), Optional.empty());
    }

    /** Replies with an error instead; what a {@code create} has made is undone. */
    public static ReplyDecision refuse(ApiException why) {
        return new ReplyDecision(Optional.empty(), Optional.of(why));
    }

    /** This decision, made already. */
    public CompletionStage<ReplyDecision> now() {
        return CompletableFuture.completedStage(this);
    }

    public Optional<Object> answer() {
        return answer;
    }

    public Optional<ApiException> refusal() {
        return refusal;
    }
}
