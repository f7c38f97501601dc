package io.nkmedia.core.internal.connection;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscriber;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.session.Failures;
import io.nkmedia.core.internal.wire.Malformed;
import io.nkmedia.core.internal.wire.Message;
import io.nkmedia.core.internal.wire.Reader;
import io.nkmedia.core.internal.wire.Tid;
import io.nkmedia.core.internal.wire.Writer;
import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.ConnectionInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client's connection. What arrives, what is replied and what is published to it meet in its mailbox; all state
 * belongs to that.
 */
public final class ClientConnection implements Attachment, Subscriber {
    private static final int MAX_RATE_REFUSALS = 500;

    /** What commands and other parts may use for every connection. */
    public record Tools(Json json, Reader reader, Writer writer, Binder binder, Time time, Mailboxes mailboxes) {
        public Tools(Json json, Time time, Mailboxes mailboxes) {
            this(json, new Reader(json), new Writer(json), new Binder(json), time, mailboxes);
        }
    }

    /** Saves a connection: its protocol, which lets all of them come to rest first. */
    interface Saver {
        CompletionStage<String> save(ClientConnection connection);
    }

    private final Connection connection;
    private final ConnectionHost service;
    private final Tools tools;
    private final Saver saver;
    private final Consumer<ClientConnection> gone;
    private final Mailbox box;
    private final Scope scope;
    private final Dispatcher dispatcher;
    private final Audience audience;
    private final Backlog backlog;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final Subscriptions subscriptions;
    private final LoginDesk desk;
    private final KeepAlive keepAlive;
    private final RateLimit rate;
    private final Tally violations;
    private final Tally refusals;
    private final Map<String, HeldEvents> held = new HashMap<>();
    private boolean over;

    /**
     * A new connection, or with {@code saved} one that an earlier core had.
     *
     * @param gone told when it is over
     */
    ClientConnection(
            Connection connection,
            ConnectionHost service,
            Tools tools,
            Saver saver,
            Consumer<ClientConnection> gone,
            Optional<SavedConnection> saved) {
        this.connection = connection;
        this.service = service;
        this.tools = tools;
        this.saver = saver;
        this.gone = gone;
        var time = tools.time();
        box = tools.mailboxes().create("connection " + connection.id());
        scope = new Scope("connection " + connection.id());
        dispatcher = new Dispatcher(service, tools.binder());
        audience = new Audience(service);
        var valve = new Valve(connection);
        backlog = new Backlog(valve);
        incoming = new Incoming(
                connection, valve, tools.writer(), time, scope, box::must, tid -> releaseEvents(tid, false));
        outgoing = new Outgoing(
                connection,
                tools.writer(),
                time,
                saved.map(SavedConnection::nextTid).orElse(1L),
                saved.map(SavedConnection::seq).orElse(0L));
        subscriptions = new Subscriptions(this, service);
        desk = new LoginDesk(this, service, time, scope);
        keepAlive = new KeepAlive(this, connection, service, time, scope);
        rate = new RateLimit(time, service.config().document().limits().requestsPerSecond());
        violations = new Tally(time);
        refusals = new Tally(time);
        service.connections().opened(this);
        box.must(() -> {
            saved.flatMap(SavedConnection::login).ifPresent(desk::resume);
            saved.ifPresent(s -> subscriptions.resume(s.subscriptions()));
            desk.begin();
            keepAlive.begin();
        });
    }

    // ---- frames ----

    @Override
    public void text(String frame) {
        if (!backlog.arrived(frame.length()) || !box.tell(() -> received(frame))) {
            close(CloseCode.OVERLOADED);
        }
    }

    private void received(String frame) {
        if (over) {
            return;
        }
        try {
            var message = tools.reader().read(frame);
            if (message instanceof Message.Request request) {
                int most = service.config().document().limits().maxInFlight();
                incoming.whenFree(request.tid(), most, () -> {
                    backlog.handled(frame.length());
                    request(request);
                });
                return;
            } else if (message instanceof Message.Response response) {
                outgoing.answered(response);
            } else if (message instanceof Message.Ack ack) {
                outgoing.acknowledged(
                        ack.tid(),
                        Duration.ofSeconds(
                                service.config().document().timeouts().ack()));
            }
        } catch (Malformed malformed) {
            connection.send(tools.writer().error(malformed.tid(), malformed.error()));
            violated();
        }
        backlog.handled(frame.length());
    }

    private void violated() {
        if (violations.exceeds(service.config().document().limits().maxViolations())) {
            close(CloseCode.VIOLATIONS);
        }
    }

    private void request(Message.Request request) {
        var limits = service.config().document().limits();
        try {
            if (incoming.isRunning(request.tid())) {
                throw CoreError.DUPLICATED_TID.error();
            }
            checkRate(limits.requestsPerSecond());
            dispatcher.checkLogin(request, desk.login());
            var ready = dispatcher.prepare(request, desk.login(), fields -> unknownFields(request, fields));
            incoming.begin(request.tid(), limits.maxInFlight());
            run(request, ready);
        } catch (ApiException refused) {
            connection.send(tools.writer().error(Optional.of(request.tid()), refused));
            if (refused.code() == CoreError.NOT_AUTHENTICATED) {
                violated();
            }
        }
    }

    private void checkRate(int perSecond) {
        var wait = rate.take(perSecond);
        if (!wait.isZero()) {
            if (refusals.exceeds(MAX_RATE_REFUSALS)) {
                close(CloseCode.RATE);
            }
            throw CoreError.TOO_MANY_REQUESTS.error().with("retry_after_ms", wait.toMillis());
        }
    }

    private void run(Message.Request request, Dispatcher.Ready<?> ready) {
        var result = attempt(request, ready).toCompletableFuture();
        if (result.isDone()) {
            reply(request, result);
        } else {
            incoming.takesTime(request.tid(), ready.command().spec().limit());
            result.whenComplete((data, failure) -> box.must(() -> reply(request, result)));
        }
    }

    private CompletionStage<? extends Object> attempt(Message.Request request, Dispatcher.Ready<?> ready) {
        try {
            return ready.run(this, desk.login());
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(Failures.api(failure, "running " + request.name()));
        }
    }

    private void reply(Message.Request request, CompletableFuture<? extends Object> result) {
        boolean sent;
        boolean ok = !result.isCompletedExceptionally();
        if (ok) {
            sent = incoming.succeed(request.tid(), result.join());
        } else {
            sent = incoming.fail(
                    request.tid(), Failures.api(result.handle((v, why) -> why).join(), "running " + request.name()));
        }
        releaseEvents(request.tid(), ok && sent);
        desk.replied(request.name());
    }

    private void unknownFields(Message.Request request, List<String> fields) {
        desk.login()
                .ifPresent(login -> send(Event.of(
                        "core",
                        "session_event",
                        "unrecognized_fields",
                        login.sessionId(),
                        Map.of(
                                "class", request.name().commandClass(),
                                "subclass", request.name().subclass(),
                                "cmd", request.name().cmd(),
                                "fields", fields))));
    }

    // ---- events ----

    /**
     * Keeps the events of an object back until the running command that makes it has been replied to. If that fails the
     * object is undone, and the client hears nothing of it. Only while a command of this connection runs, on its mailbox.
     *
     * @param undo ends the object; completes after its last event was published
     */
    public void holdEvents(String objectId, Supplier<CompletionStage<Void>> undo) {
        incoming.latest().ifPresent(tid -> held.put(objectId, new HeldEvents(tid, undo)));
    }

    private void releaseEvents(Tid replied, boolean wanted) {
        var waiting = held.values().stream()
                .filter(events -> events.waitsFor(replied))
                .toList();
        if (wanted) {
            held.values().removeAll(waiting);
            waiting.forEach(events -> events.forEach(this::send));
        } else {
            waiting.forEach(events -> events.undo(() -> post(() -> held.values().remove(events))));
        }
    }

    @Override
    public void deliver(Event event) {
        if (!box.tell(() -> send(event))) {
            connection.close(4413, "subscriber too slow");
        }
    }

    @Override
    public void retired(Pattern pattern) {
        post(() -> subscriptions.retired(pattern));
    }

    private void send(Event event) {
        if (over || !audience.mayHear(event, desk.login())) {
            return;
        }
        var holding = event.objectId().map(held::get);
        if (holding.isPresent()) {
            holding.get().add(event);
        } else {
            outgoing.event(event);
        }
    }

    // ---- life ----

    /** Tells the client why, then closes. Any thread. */
    public void close(CloseCode code) {
        close(code, code.reason());
    }

    public void close(CloseCode code, String reason) {
        connection.close(code.code(), reason);
    }

    @Override
    public Optional<String> farewell(int code, String reason) {
        return Optional.of(tools.writer().request("core", "core", "bye", Map.of("code", code, "reason", reason), 0));
    }

    @Override
    public void closed(int code, String reason) {
        box.must(() -> {
            if (!over) {
                end();
                desk.login().ifPresent(login -> {
                    service.connections().logout(login);
                    service.sessionOver(login.sessionId());
                });
            }
        });
    }

    private void end() {
        over = true;
        scope.close();
        incoming.closed();
        outgoing.closed();
        subscriptions.close();
        service.connections().closed(this);
        gone.accept(this);
    }

    /** Completes when no command runs any more; those that still do after {@code atMost} are failed. */
    CompletionStage<Void> drain(Duration atMost) {
        var done = new CompletableFuture<Void>();
        box.must(() -> incoming.whenIdle(atMost, () -> done.complete(null)));
        return done;
    }

    /** Saves it after {@link #drain}; nothing is sent any more. */
    CompletionStage<SavedConnection> suspend() {
        var saved = new CompletableFuture<SavedConnection>();
        box.must(() -> {
            saved.complete(new SavedConnection(
                    SavedConnection.SCHEMA, desk.login(), subscriptions.saved(), outgoing.nextTid(), outgoing.seq()));
            if (!over) {
                end();
                desk.login().ifPresent(service.connections()::leave);
            }
        });
        return saved;
    }

    @Override
    public CompletionStage<String> save() {
        return saver.save(this);
    }

    // ---- for commands ----

    public ConnectionHost service() {
        return service;
    }

    public ConnectionInfo info() {
        return connection.info();
    }

    /** Only on the mailbox: while one of its commands runs. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Only on the mailbox: while one of its commands runs. */
    public LoginDesk desk() {
        return desk;
    }

    /** How long a value's JSON is, in bytes of UTF-8. */
    public int bytes(Object value) {
        return tools.json().write(tools.json().tree(value)).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Brings a task to the mailbox. Any thread. */
    public void post(Runnable task) {
        box.must(() -> {
            if (!over) {
                task.run();
            }
        });
    }

    /** Pings the client; no answer in time closes the connection. On the mailbox. */
    void ping(int intervalSeconds) {
        var limit = Duration.ofSeconds(service.config().document().timeouts().op());
        outgoing.request("core", "core", "ping", Map.of("time", intervalSeconds), limit)
                .whenComplete((answer, failure) -> {
                    if (failure != null && Failures.isTimeout(failure)) {
                        close(CloseCode.SILENT);
                    }
                });
    }
}
