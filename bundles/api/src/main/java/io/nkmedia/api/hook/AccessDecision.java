package io.nkmedia.api.hook;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an {@link Authorizer} decides. */
public final class AccessDecision {
    private static final AccessDecision PASS = new AccessDecision(false, Optional.empty(), Optional.empty());
    private static final AccessDecision ALLOW = new AccessDecision(true, Optional.empty(), Optional.empty());

    private final boolean allowed;
    private final Optional<ApiException> refusal;
    private final Optional<Map<String, Object>> data;

    private AccessDecision(boolean allowed, Optional<ApiException> refusal, Optional<Map<String, Object>> data) {
        this.allowed = allowed;
        this.refusal = refusal;
        this.data = data;
    }

    /** Somebody else decides. */
    public static AccessDecision pass() {
        return PASS;
    }

    /** Yes, whatever the roles say; without a role that grants {@code any}, only for the caller's own objects. */
    public static AccessDecision allow() {
        return ALLOW;
    }

    /** Yes, with these parameters instead of those that came. */
    public static AccessDecision allow(Map<String, Object> data) {
        return new AccessDecision(true, Optional.empty(), Optional.of(data));
    }

    /** No: the caller gets {@code unauthorized}. */
    public static AccessDecision deny() {
        return deny(CoreError.UNAUTHORIZED.error());
    }

    /** No, with an error of its own. */
    public static AccessDecision deny(ApiException why) {
        return new AccessDecision(false, Optional.of(why), Optional.empty());
    }

    /** This decision, made already. */
    public CompletionStage<AccessDecision> now() {
        return CompletableFuture.completedStage(this);
    }

    public boolean passed() {
        return !allowed && refusal.isEmpty();
    }

    public boolean allowed() {
        return allowed;
    }

    /** What the caller gets instead. */
    public Optional<ApiException> refusal() {
        return refusal;
    }

    /** The parameters that replace the given ones. */
    public Optional<Map<String, Object>> data() {
        return data;
    }
}
