package io.nkmedia.core.internal.hook;

import io.nkmedia.api.Event;
import io.nkmedia.api.hook.AccessDecision;
import io.nkmedia.api.hook.Authenticator;
import io.nkmedia.api.hook.Credentials;
import io.nkmedia.api.hook.LoginDecision;
import io.nkmedia.api.hook.Recipient;
import io.nkmedia.api.hook.SessionStart;
import io.nkmedia.api.hook.SubscriptionRequest;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The hooks of one service, as the rest of core meets them. Safe for use by any thread. */
public final class ServiceHooks {
    private static final LoginDecision FAILED = LoginDecision.refuse("the one who decides failed");

    private final Mishaps mishaps;
    private final RequestHooks requests;
    private final SessionHooks sessions;
    private final Chain<Authenticator, LoginDecision> logins;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private volatile Hooks hooks = Hooks.NONE;

    public ServiceHooks(String service, Time time, Json json) {
        mishaps = new Mishaps(service, time);
        requests = new RequestHooks(mishaps, time, json);
        sessions = new SessionHooks(mishaps, time);
        logins = new Chain<>("the authenticator", "which refuses", mishaps, time);
    }

    /** These are the hooks from now on. Until it is called for the first time, requests wait. */
    public void set(Hooks now) {
        hooks = now;
        begun.complete(null);
    }

    public Mishaps mishaps() {
        return mishaps;
    }

    // ---- log-ins ----

    /** Whether somebody is asked before token and users. */
    public boolean onLogins() {
        return !hooks.authenticators().isEmpty();
    }

    /** What those who are asked before token and users say. */
    public CompletionStage<LoginDecision> loginFirst(Credentials credentials) {
        return login(hooks.authenticators(), credentials);
    }

    /** What those say who are asked about clients that neither token nor users know. */
    public CompletionStage<LoginDecision> loginLast(Credentials credentials) {
        return login(hooks.lastAuthenticators(), credentials);
    }

    private CompletionStage<LoginDecision> login(List<Entry<Authenticator>> chain, Credentials credentials) {
        return logins.decide(
                chain,
                authenticator -> authenticator.authenticate(credentials),
                LoginDecision::passed,
                LoginDecision.pass(),
                FAILED);
    }

    // ---- requests ----

    /** Whether a request meets anybody; if not it goes straight to its command. */
    public boolean onRequests() {
        var now = hooks;
        return !now.filters().isEmpty() || !now.authorizers().isEmpty() || !begun.isDone();
    }

    /** @param free whether it is a command that needs nobody's permission */
    public CompletionStage<Admission> admit(Request request, boolean free) {
        return begun.isDone()
                ? requests.admit(hooks, request, free)
                : begun.thenCompose(ok -> requests.admit(hooks, request, free));
    }

    /** The reply after all filters that let the request pass. */
    public CompletionStage<Reply> replied(Admission admission, Reply reply) {
        return requests.replied(admission, reply);
    }

    /** What the authorizers say to a subscription; empty if the roles decide. */
    public CompletionStage<Optional<AccessDecision>> subscription(SubscriptionRequest request) {
        return requests.subscription(hooks, request);
    }

    // ---- events and sessions ----

    public boolean onEvents() {
        return !hooks.eventFilters().isEmpty();
    }

    /** The event as this client gets it; empty if it doesn't. */
    public Optional<Event> filtered(Event event, Recipient to) {
        return sessions.filtered(hooks.eventFilters(), event, to);
    }

    public boolean onSessions() {
        return !hooks.listeners().isEmpty();
    }

    /**
     * How a session may start.
     *
     * @param check throws if a session can't have these fields
     * @return its fields; fails with what the caller shall see if it may not
     */
    public CompletionStage<Map<String, Object>> starting(SessionStart start, Consumer<Map<String, Object>> check) {
        return sessions.starting(hooks, start, check)
                .thenCompose(decided -> decided.refusal()
                        .<CompletionStage<Map<String, Object>>>map(CompletableFuture::failedStage)
                        .orElseGet(() -> CompletableFuture.completedStage(
                                decided.request().fields())));
    }

    /** Tells those who listen to sessions. */
    public void published(Event event) {
        if (!hooks.listeners().isEmpty()
                && event.eventClass().equals("media")
                && event.subclass().equals(Optional.of("session"))) {
            sessions.event(hooks, event);
        }
    }
}
