package io.nkmedia.core.internal.connection;

import io.nkmedia.api.hook.Credentials;
import io.nkmedia.api.hook.LoginDecision;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.config.ServiceDocument;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides who comes in: plugins first, then the configured users, and about those whom these don't know programs outside
 * (docs/decisions/0027). Safe for use by any thread.
 */
final class Doorman {
    private static final LoginDecision NOBODY = LoginDecision.refuse("nobody knows the user");

    /** @param configured whether the configuration knows the user: its roles are those of now, always */
    record Verdict(LoginDecision decision, boolean configured) {}

    private final ConnectionHost service;

    Doorman(ConnectionHost service) {
        this.service = service;
    }

    /**
     * @param attempt counts the attempt; called once, when somebody is about to decide; what it throws fails the decision
     * @return a decision that is never a pass
     */
    CompletionStage<Verdict> decide(Credentials credentials, Runnable attempt) {
        if (!service.hooks().onLogins()) {
            return users(credentials, attempt);
        }
        try {
            attempt.run();
        } catch (RuntimeException tooMany) {
            return CompletableFuture.failedStage(tooMany);
        }
        return service.hooks()
                .loginFirst(credentials)
                .thenCompose(decision -> decision.passed()
                        ? users(credentials, () -> {})
                        : CompletableFuture.completedStage(new Verdict(decision, false)));
    }

    private CompletionStage<Verdict> users(Credentials credentials, Runnable attempt) {
        var users = service.config().document().auth().users();
        var known = users.stream()
                .filter(user -> user.user().equals(credentials.user()))
                .findFirst();
        int cost =
                users.isEmpty() ? Passwords.COST : Passwords.cost(users.get(0).passwordHash());
        return service.passwords()
                .matches(
                        known.map(ServiceDocument.User::passwordHash),
                        cost,
                        credentials.password().orElse(""),
                        attempt)
                .thenCompose(right -> {
                    if (known.isEmpty()) {
                        return outside(credentials);
                    }
                    var decision = right
                            ? LoginDecision.accept(
                                    credentials.user(), Set.copyOf(known.get().roles()))
                            : LoginDecision.refuse("wrong password");
                    return CompletableFuture.completedStage(new Verdict(decision, true));
                });
    }

    private CompletionStage<Verdict> outside(Credentials credentials) {
        return service.hooks()
                .loginLast(credentials)
                .thenApply(decision -> new Verdict(decision.passed() ? NOBODY : decision, false));
    }

    /** Whether a decision can't be followed: a name that is none, or a role that the service doesn't have. */
    Optional<String> problem(LoginDecision accepted) {
        var user = accepted.user().orElse("");
        if (user.isEmpty() || user.getBytes(StandardCharsets.UTF_8).length > 255) {
            return Optional.of("it names no user");
        }
        return accepted.roles().stream()
                .filter(role -> !service.config().access().knows(role))
                .findFirst()
                .map(role -> "it gives the role " + role + ", which the service does not have");
    }
}
