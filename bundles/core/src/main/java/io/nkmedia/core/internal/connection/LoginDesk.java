package io.nkmedia.core.internal.connection;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscription;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Logs a connection in and out (protocol.md §4). Belongs to the connection's mailbox. */
public final class LoginDesk {
    private static final CommandName LOGOUT = CommandName.parse("core/user/logout");
    private static final int MAX_FAILURES = 5;
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(5);

    private final ClientConnection connection;
    private final ConnectionHost service;
    private final Time time;
    private final Scope scope;
    private Optional<Login> login = Optional.empty();
    private boolean checking;
    private int failures;

    LoginDesk(ClientConnection connection, ConnectionHost service, Time time, Scope scope) {
        this.connection = connection;
        this.service = service;
        this.time = time;
        this.scope = scope;
    }

    Optional<Login> login() {
        return login;
    }

    /** A connection that doesn't log in has to go. */
    void begin() {
        var limit = Duration.ofSeconds(service.config().document().timeouts().login());
        scope.after(
                time,
                limit,
                () -> connection.post(() -> {
                    if (login.isEmpty()) {
                        connection.close(CloseCode.LOGIN);
                    }
                }));
    }

    /** It was logged in at an earlier core. */
    void resume(Login saved) {
        if (service.connections().resume(connection, saved)) {
            login = Optional.of(saved);
        }
    }

    /**
     * Checks user and password; a wrong one is answered later each time.
     *
     * @param wanted the wanted id of the connection session
     */
    public CompletionStage<Login> login(
            String user, String password, Optional<String> wanted, Map<String, Object> meta) {
        if (login.isPresent() || checking) {
            throw CoreError.ALREADY_AUTHENTICATED.error();
        }
        if (!service.open()) {
            throw CoreError.SERVICE_UNAVAILABLE.error();
        }
        var guard = service.loginGuard();
        var address = "address " + connection.info().remoteAddress();
        var name = "user " + user;
        var wait = guard.wait(address).compareTo(guard.wait(name)) > 0 ? guard.wait(address) : guard.wait(name);
        if (!wait.isZero()) {
            throw CoreError.TOO_MANY_REQUESTS.error().with("retry_after_ms", wait.toMillis());
        }
        checking = true;
        var known = service.config().document().auth().users().stream()
                .filter(u -> u.user().equals(user))
                .findFirst();
        var result = new CompletableFuture<Login>();
        service.passwords()
                .matches(known.map(ServiceDocument.User::passwordHash), password)
                .whenComplete((right, failure) -> connection.post(() -> {
                    checking = false;
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else if (right) {
                        guard.succeeded(name);
                        accept(user, Set.copyOf(known.orElseThrow().roles()), wanted, meta, result);
                    } else {
                        guard.failed(address);
                        guard.failed(name);
                        refuse(result);
                    }
                }));
        return result;
    }

    private void accept(
            String user,
            Set<String> roles,
            Optional<String> wanted,
            Map<String, Object> meta,
            CompletableFuture<Login> result) {
        var made = new Login(
                user,
                roles,
                wanted.orElseGet(() -> UUID.randomUUID().toString()),
                time.now().toEpochMilli(),
                meta);
        if (!service.connections().login(connection, made)) {
            result.completeExceptionally(CoreError.DUPLICATED_SESSION_ID.field("session_id"));
            return;
        }
        login = Optional.of(made);
        subscribe("user_event", user);
        subscribe("session_event", made.sessionId());
        result.complete(made);
    }

    private void subscribe(String subclass, String objectId) {
        connection
                .subscriptions()
                .add(Subscription.of(Pattern.object("core", subclass, objectId), Subscription.Kind.AUTOMATIC));
    }

    private void refuse(CompletableFuture<Login> result) {
        var delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures, 6));
        failures++;
        ApiException refused = CoreError.UNAUTHORIZED.error();
        scope.after(
                time,
                delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay,
                () -> connection.post(() -> {
                    result.completeExceptionally(refused);
                    if (failures >= MAX_FAILURES) {
                        // After the reply, which waits in the mailbox now.
                        connection.post(() -> connection.close(CloseCode.LOGIN, "too many failed logins"));
                    }
                }));
    }

    /** After the reply to a log-out the connection closes. */
    void replied(CommandName name) {
        if (name.equals(LOGOUT) && login.isPresent()) {
            connection.close(CloseCode.NORMAL);
        }
    }
}
