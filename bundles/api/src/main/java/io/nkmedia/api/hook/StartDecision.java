package io.nkmedia.api.hook;

import io.nkmedia.api.ApiException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a {@link SessionListener} says to the start of a session. */
public final class StartDecision {
    private static final StartDecision PASS = new StartDecision(Map.of(), Optional.empty());

    private final Map<String, Object> options;
    private final Optional<ApiException> refusal;

    private StartDecision(Map<String, Object> options, Optional<ApiException> refusal) {
        this.options = options;
        this.refusal = refusal;
    }

    /** Nothing against it. */
    public static StartDecision pass() {
        return PASS;
    }

    /** Nothing against it, with these fields of {@code create} set: {@code backend}, timeouts, bitrate, the type's own. */
    public static StartDecision set(Map<String, Object> options) {
        return new StartDecision(Map.copyOf(options), Optional.empty());
    }

    /** No: {@code create} is answered with this. */
    public static StartDecision refuse(ApiException why) {
        return new StartDecision(Map.of(), Optional.of(why));
    }

    /** This decision, made already. */
    public CompletionStage<StartDecision> now() {
        return CompletableFuture.completedStage(this);
    }

    public Map<String, Object> options() {
        return options;
    }

    public Optional<ApiException> refusal() {
        return refusal;
    }
}
