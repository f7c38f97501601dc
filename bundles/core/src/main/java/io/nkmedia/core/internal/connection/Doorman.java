package io.nkmedia.core.internal.connection;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.hook.Credentials;
import io.nkmedia.api.hook.LoginDecision;
import io.nkmedia.core.internal.access.Identity.Origin;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.config.ServiceDocument;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides who comes in: plugins first, then what the configuration says (signed tokens, users, guests), and about those
 * whom that doesn't know programs outside
 * (docs/decisions/0027). Safe for use by any thread.
 */
final class Doorman {
    private static final LoginDecision NOBODY = LoginDecision.refuse("nobody knows the user");

    /** Bytes of chance in a guest's name: nobody gets somebody else's. */
    private static final int GUEST_BYTES = 8;

    /** @param origin who vouches for it: roles of the configuration's users are those of now, always */
    record Verdict(LoginDecision decision, Origin origin) {}

    private final ConnectionHost service;
    private final SecureRandom random;

    Doorman(ConnectionHost service, SecureRandom random) {
        this.service = service;
        this.random = random;
    }

    /**
     * @param attempt counts the attempt; called once, when somebody is about to decide; what it throws fails the decision
     * @param resumes whether it wants to go on with a session
     * @return a decision that is never a pass
     * @throws io.nkmedia.api.ApiException {@code missing_field} if there is nothing to decide about
     */
    CompletionStage<Verdict> decide(Credentials credentials, boolean resumes, Runnable attempt) {
        if (credentials.token().isEmpty() && credentials.user().isEmpty()) {
            throw CoreError.MISSING_FIELD.field("user");
        }
        boolean guests = service.config().document().auth().guests().enabled();
        if (credentials.token().isEmpty() && credentials.password().isEmpty() && !guests) {
            throw CoreError.MISSING_FIELD.field("password");
        }
        if (!service.hooks().onLogins()) {
            return known(credentials, resumes, attempt);
        }
        return counted(attempt)
                .thenCompose(ok -> service.hooks().loginFirst(credentials))
                .thenCompose(decision -> decision.passed()
                        ? known(credentials, resumes, () -> {})
                        : CompletableFuture.completedStage(new Verdict(decision, Origin.CALLBACK)));
    }

    private static CompletionStage<Void> counted(Runnable attempt) {
        try {
            attempt.run();
            return CompletableFuture.completedStage(null);
        } catch (RuntimeException tooMany) {
            return CompletableFuture.failedStage(tooMany);
        }
    }

    /** By what the configuration says: a token, a password, or neither. */
    private CompletionStage<Verdict> known(Credentials credentials, boolean resumes, Runnable attempt) {
        if (credentials.token().isEmpty() && credentials.password().isPresent()) {
            return users(credentials, attempt);
        }
        return counted(attempt)
                .thenCompose(ok -> credentials.token().isPresent()
                        ? token(credentials, credentials.token().get())
                        : CompletableFuture.completedStage(guest(credentials.user(), resumes)));
    }

    private CompletionStage<Verdict> token(Credentials credentials, String token) {
        return service.tokens()
                .map(tokens -> tokens.check(token))
                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()))
                .thenCompose(who -> who.filter(known -> credentials.user().isEmpty()
                                || credentials.user().equals(known.user()))
                        .<CompletionStage<Verdict>>map(known -> CompletableFuture.completedStage(
                                new Verdict(LoginDecision.accept(known.user(), known.roles()), Origin.TOKEN)))
                        .orElseGet(() -> outside(credentials)));
    }

    /** Whoever comes back is known by its resume token; a new one gets a name that nobody else has. */
    private Verdict guest(String user, boolean resumes) {
        var guests = service.config().document().auth().guests();
        var chance = new byte[GUEST_BYTES];
        random.nextBytes(chance);
        var name = resumes ? user : guests.namePrefix() + HexFormat.of().formatHex(chance);
        return new Verdict(LoginDecision.accept(name, Set.copyOf(guests.roles())), Origin.GUEST);
    }

    private CompletionStage<Verdict> users(Credentials credentials, Runnable attempt) {
        var users = service.config().document().auth().users();
        var known = users.stream()
                .filter(user -> user.user().equals(credentials.user()))
                .findFirst();
        var like = users.isEmpty() ? Passwords.LIKE : users.get(0).passwordHash();
        return service.passwords()
                .matches(
                        known.map(ServiceDocument.User::passwordHash),
                        like,
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
                    return CompletableFuture.completedStage(new Verdict(decision, Origin.USERS));
                });
    }

    private CompletionStage<Verdict> outside(Credentials credentials) {
        return service.hooks()
                .loginLast(credentials)
                .thenApply(decision -> new Verdict(decision.passed() ? NOBODY : decision, Origin.CALLBACK));
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
