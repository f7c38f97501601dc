package io.nkmedia.api.hook;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an {@link Authenticator} decides. */
public final class LoginDecision {
    private static final LoginDecision PASS =
            new LoginDecision(false, Optional.empty(), Set.of(), Map.of(), Optional.empty());

    private final boolean refused;
    private final Optional<String> user;
    private final Set<String> roles;
    private final Map<String, Object> meta;
    private final Optional<String> reason;

    private LoginDecision(
            boolean refused,
            Optional<String> user,
            Set<String> roles,
            Map<String, Object> meta,
            Optional<String> reason) {
        this.refused = refused;
        this.user = user;
        this.roles = Set.copyOf(roles);
        this.meta = Map.copyOf(meta);
        this.reason = reason;
    }

    /** Somebody else decides. */
    public static LoginDecision pass() {
        return PASS;
    }

    /**
     * Lets the client in.
     *
     * @param user 1 to 255 bytes of UTF-8
     * @param roles names of the service's roles; one that it doesn't know refuses the log-in
     */
    public static LoginDecision accept(String user, Set<String> roles) {
        return new LoginDecision(false, Optional.of(user), roles, Map.of(), Optional.empty());
    }

    /** @param reason for the log; the client always reads the same sentence */
    public static LoginDecision refuse(String reason) {
        return new LoginDecision(true, Optional.empty(), Set.of(), Map.of(), Optional.of(reason));
    }

    /** The same, adding to the connection's meta data. */
    public LoginDecision withMeta(Map<String, Object> more) {
        return new LoginDecision(refused, user, roles, more, reason);
    }

    /** This decision, made already. */
    public CompletionStage<LoginDecision> now() {
        return CompletableFuture.completedStage(this);
    }

    public boolean passed() {
        return !refused && user.isEmpty();
    }

    public boolean refused() {
        return refused;
    }

    /** There if the client is let in. */
    public Optional<String> user() {
        return user;
    }

    public Set<String> roles() {
        return roles;
    }

    public Map<String, Object> meta() {
        return meta;
    }

    public Optional<String> reason() {
        return reason;
    }
}
