package io.nkmedia.core.internal.connection;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.hook.Credentials;
import io.nkmedia.api.hook.LoginDecision;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.access.Identity.Origin;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscription;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a connection in and out (protocol.md §4). Belongs to the connection's mailbox. */
public final class LoginDesk {
    private static final Logger LOG = LoggerFactory.getLogger(LoginDesk.class);

    /** The attribute of a listener that tells which roles may log in there, by commas; all without it. */
    public static final String ROLES = "roles";

    private static final CommandName LOGIN = CommandName.parse("core/user/login");
    private static final CommandName LOGOUT = CommandName.parse("core/user/logout");
    private static final int MAX_FAILURES = 5;
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(5);

    private final ClientConnection connection;
    private final ConnectionHost service;
    private final Time time;
    private final SecureRandom random;
    private final Scope scope;
    private final Doorman doorman;
    private Optional<Login> login = Optional.empty();
    /** Written on the mailbox; whoever comes to go on with the session looks at it from its own. */
    private volatile Optional<ResumeTicket> ticket = Optional.empty();

    private Optional<ClientConnection> goesOnWith = Optional.empty();
    private boolean checking;
    private int failures;

    LoginDesk(ClientConnection connection, ConnectionHost service, Time time, SecureRandom random, Scope scope) {
        this.connection = connection;
        this.service = service;
        this.time = time;
        this.random = random;
        this.scope = scope;
        doorman = new Doorman(service, random);
    }

    Optional<Login> login() {
        return login;
    }

    Optional<ResumeTicket> ticket() {
        return ticket;
    }

    /** A connection that doesn't log in has to go; while somebody decides about it, it has not failed to. */
    void begin(Scope whileItIsOpen) {
        var limit = Duration.ofSeconds(service.config().document().timeouts().login());
        whileItIsOpen.after(
                time,
                limit,
                () -> connection.post(() -> {
                    if (login.isEmpty() && checking) {
                        begin(whileItIsOpen);
                    } else if (login.isEmpty()) {
                        connection.close(CloseCode.LOGIN);
                    }
                }));
    }

    /** It was logged in at an earlier core. Before its mailbox runs. */
    void resume(Login saved) {
        if (service.connections().resume(connection, saved)) {
            login = Optional.of(saved);
        }
    }

    void ticket(ResumeTicket saved) {
        ticket = Optional.of(saved);
    }

    // ---- in ----

    /**
     * Checks who it is; a wrong one is answered later each time.
     *
     * @return fails with {@code unauthorized} whatever was wrong with who it is
     */
    public CompletionStage<Admitted> login(LoginRequest request) {
        if (login.isPresent()) {
            throw CoreError.ALREADY_AUTHENTICATED.error();
        }
        if (checking) {
            throw LoginAttempt.tooMany(delay());
        }
        if (request.resumeToken().isPresent() ? !service.takesBack() : !service.open()) {
            throw ConnectionHost.takesNothingNew();
        }
        if (request.resumeToken().isPresent() && request.sessionId().isEmpty()) {
            throw CoreError.MISSING_FIELD.field("session_id");
        }
        var info = connection.info();
        var attempt = LoginAttempt.of(service.loginGuard(), request, info.remoteAddress(), proven(request));
        attempt.check();
        var credentials = new Credentials(
                request.user(), request.password(), request.token(), info.remote(), info.transport(), request.meta());
        var decision = doorman.decide(credentials, request.resumeToken().isPresent(), attempt::begins);
        checking = true;
        var result = new CompletableFuture<Admitted>();
        decision.whenComplete((verdict, failure) -> connection.post(() -> {
            if (failure != null) {
                checking = false;
                result.completeExceptionally(failure);
            } else if (isFine(verdict)) {
                checking = false;
                attempt.succeeded(verdict.origin() == Origin.USERS || verdict.origin() == Origin.CALLBACK);
                admit(verdict, request, result);
            } else {
                attempt.failed();
                refuse(result);
            }
        }));
        return result;
    }

    /** The session whose resume token the client has, if it is one of the user that it says to be. */
    private Optional<String> proven(LoginRequest request) {
        return request.resumeToken()
                .flatMap(token -> request.sessionId()
                        .flatMap(service.connections()::find)
                        .filter(entry -> request.user().isEmpty()
                                || request.user().equals(entry.login().user()))
                        .filter(entry -> entry.connection().desk().opensWith(token)))
                .map(entry -> entry.login().sessionId());
    }

    private boolean isFine(Doorman.Verdict verdict) {
        var decision = verdict.decision();
        var problem = decision.refused() ? decision.reason() : doorman.problem(decision);
        if (problem.isEmpty() && !mayComeInHere(decision)) {
            problem = Optional.of("none of its roles may log in at this listener");
        }
        problem.ifPresent(why -> LOG.debug("Service {}: log-in refused: {}", service.name(), why));
        return problem.isEmpty();
    }

    private Set<String> rolesOfListener() {
        var roles = connection.attributes().getOrDefault(ROLES, "");
        return roles.isEmpty() ? Set.of() : Set.of(roles.split(","));
    }

    private Login login(Doorman.Verdict who, String sessionId, LoginRequest request) {
        var meta = new LinkedHashMap<>(request.meta());
        meta.putAll(who.decision().meta());
        return new Login(
                who.decision().user().orElseThrow(),
                who.decision().roles(),
                sessionId,
                time.now().toEpochMilli(),
                meta,
                who.origin(),
                rolesOfListener());
    }

    private boolean mayComeInHere(LoginDecision decision) {
        var only = rolesOfListener();
        return only.isEmpty() || decision.roles().stream().anyMatch(only::contains);
    }

    private void admit(Doorman.Verdict who, LoginRequest request, CompletableFuture<Admitted> result) {
        try {
            if (request.resumeToken().isPresent()) {
                goOn(who, request, request.resumeToken().get(), result);
            } else {
                result.complete(begin(who, request));
            }
        } catch (ApiException refused) {
            result.completeExceptionally(refused);
        }
    }

    private Admitted begin(Doorman.Verdict who, LoginRequest request) {
        var sessionId = request.sessionId().orElseGet(() -> UUID.randomUUID().toString());
        var made = login(who, sessionId, request);
        if (service.roles(made).isEmpty()) {
            throw CoreError.UNAUTHORIZED.error();
        }
        if (service.connections().sessions() >= connection.limits().connections()) {
            throw LoginAttempt.tooMany(Duration.ofSeconds(1));
        }
        if (!service.connections().login(connection, made)) {
            throw CoreError.DUPLICATED_SESSION_ID.field("session_id");
        }
        login = Optional.of(made);
        connection.outgoing().events().acks(request.eventsAck());
        subscribe("user_event", made.user());
        subscribe("session_event", made.sessionId());
        return new Admitted(made, false, newToken());
    }

    private void subscribe(String subclass, String objectId) {
        connection
                .subscriptions()
                .add(Subscription.of(Pattern.object("core", subclass, objectId), Subscription.Kind.AUTOMATIC));
    }

    // ---- back ----

    private void goOn(Doorman.Verdict who, LoginRequest request, String token, CompletableFuture<Admitted> result) {
        var session = request.sessionId()
                .flatMap(service.connections()::find)
                .filter(entry ->
                        Optional.of(entry.login().user()).equals(who.decision().user())
                                && entry.login().origin() == who.origin())
                .map(ConnectionDirectory.Entry::connection)
                .orElseThrow(CoreError.INVALID_SESSION_ID::error);
        session.seat()
                .resume(token, login(who, "", request), connection.seat().line(), request.eventsAck())
                .whenComplete((admitted, failure) -> connection.post(() -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else {
                        goesOnWith = Optional.of(session);
                        login = Optional.of(admitted.login());
                        result.complete(admitted);
                    }
                }));
    }

    /** Any thread. */
    boolean opensWith(String token) {
        return ticket.filter(known -> known.opensWith(token)).isPresent();
    }

    /** On the session's own side: it goes on, and the token that opened it is worth nothing any more. */
    Admitted resumed(Login again, boolean eventsAck) {
        var before = login.orElseThrow();
        var after = new Login(
                before.user(),
                again.roles(),
                before.sessionId(),
                before.since(),
                again.meta().isEmpty() ? before.meta() : again.meta(),
                before.origin(),
                again.only());
        login = Optional.of(after);
        service.connections().changed(connection, after);
        connection.outgoing().events().acks(eventsAck);
        return new Admitted(after, true, newToken());
    }

    /** A new token, which makes the one before invalid; none if the service doesn't resume. */
    private Optional<String> newToken() {
        if (connection.timeouts().resume() == 0) {
            ticket = Optional.empty();
            return Optional.empty();
        }
        var token = ResumeTicket.token(random);
        ticket = Optional.of(ResumeTicket.of(token));
        connection.touch();
        return Optional.of(token);
    }

    // ---- out ----

    private Duration delay() {
        var delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures, 6));
        return delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
    }

    private void refuse(CompletableFuture<Admitted> result) {
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

    /** After the reply to a log-out the connection closes; after that to a resuming log-in the session has the socket. */
    void replied(CommandName name) {
        if (name.equals(LOGOUT) && login.isPresent()) {
            connection.close(CloseCode.NORMAL);
        } else if (name.equals(LOGIN)) {
            goesOnWith.ifPresent(connection.seat()::moveTo);
        }
    }
}
