package io.nkmedia.core.internal.connection;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.hook.Credentials;
import io.nkmedia.api.hook.LoginDecision;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.access.LoginGuard;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscription;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a connection in and out (protocol.md §4). Belongs to the connection's mailbox. */
public final class LoginDesk {
    private static final Logger LOG = LoggerFactory.getLogger(LoginDesk.class);
    private static final CommandName LOGOUT = CommandName.parse("core/user/logout");
    private static final int MAX_FAILURES = 5;
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(5);

    private final ClientConnection connection;
    private final ConnectionHost service;
    private final Time time;
    private final Scope scope;
    private final Doorman doorman;
    private Optional<Login> login = Optional.empty();
    private boolean checking;
    private int failures;

    LoginDesk(ClientConnection connection, ConnectionHost service, Time time, Scope scope) {
        this.connection = connection;
        this.service = service;
        this.time = time;
        this.scope = scope;
        doorman = new Doorman(service);
    }

    Optional<Login> login() {
        return login;
    }

    /** A connection that doesn't log in has to go; while somebody decides about it, it has not failed to. */
    void begin() {
        var limit = Duration.ofSeconds(service.config().document().timeouts().login());
        scope.after(
                time,
                limit,
                () -> connection.post(() -> {
                    if (login.isEmpty() && checking) {
                        begin();
                    } else if (login.isEmpty()) {
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
        if (login.isPresent()) {
            throw CoreError.ALREADY_AUTHENTICATED.error();
        }
        if (checking) {
            throw tooMany(delay());
        }
        if (!service.open()) {
            throw CoreError.SERVICE_UNAVAILABLE.error();
        }
        var guard = service.loginGuard();
        var address = LoginGuard.addressKey(connection.info().remoteAddress());
        var name = "user " + user;
        var wait = guard.wait(address).compareTo(guard.wait(name)) > 0 ? guard.wait(address) : guard.wait(name);
        if (!wait.isZero()) {
            throw tooMany(wait);
        }
        checking = true;
        var info = connection.info();
        var credentials =
                new Credentials(user, Optional.of(password), Optional.empty(), info.remote(), info.transport(), meta);
        var result = new CompletableFuture<Login>();
        doorman.decide(credentials, () -> reserve(guard, address, name))
                .whenComplete((verdict, failure) -> connection.post(() -> {
                    if (failure != null) {
                        checking = false;
                        result.completeExceptionally(failure);
                    } else if (isFine(verdict.decision())) {
                        checking = false;
                        guard.givenBack(address);
                        guard.succeeded(name);
                        accept(verdict, wanted, meta, result);
                    } else {
                        refuse(result);
                    }
                }));
        return result;
    }

    private boolean isFine(LoginDecision decision) {
        var problem = decision.refused() ? decision.reason() : doorman.problem(decision);
        problem.ifPresent(why -> LOG.debug("Service {}: log-in refused: {}", service.name(), why));
        return problem.isEmpty();
    }

    private static ApiException tooMany(Duration wait) {
        return CoreError.TOO_MANY_REQUESTS.error().with("retry_after_ms", Math.max(1, wait.toMillis()));
    }

    /** On the threads that check passwords, so that those who wait for one are not counted yet. */
    private static void reserve(LoginGuard guard, String address, String name) {
        var wait = guard.reserve(address);
        if (wait.isZero()) {
            wait = guard.reserve(name);
            if (wait.isZero()) {
                return;
            }
            guard.givenBack(address);
        }
        throw tooMany(wait);
    }

    private void accept(
            Doorman.Verdict verdict,
            Optional<String> wanted,
            Map<String, Object> meta,
            CompletableFuture<Login> result) {
        var decision = verdict.decision();
        var user = decision.user().orElseThrow();
        var roles = verdict.configured() ? service.roles(user) : Optional.of(decision.roles());
        if (roles.isEmpty()) {
            result.completeExceptionally(CoreError.UNAUTHORIZED.error());
            return;
        }
        var all = new LinkedHashMap<>(meta);
        all.putAll(decision.meta());
        var made = new Login(
                user,
                roles.get(),
                wanted.orElseGet(() -> UUID.randomUUID().toString()),
                time.now().toEpochMilli(),
                all,
                !verdict.configured());
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

    private Duration delay() {
        var delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures, 6));
        return delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
    }

    private void refuse(CompletableFuture<Login> result) {
        var delay = delay();
        failures++;
        ApiException refused = CoreError.UNAUTHORIZED.error();
        scope.after(
                time,
                delay,
                () -> connection.post(() -> {
                    checking = false;
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
