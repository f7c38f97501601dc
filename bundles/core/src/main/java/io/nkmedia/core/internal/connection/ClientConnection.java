package io.nkmedia.core.internal.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.callback.Program;
import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscriber;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.session.Failures;
import io.nkmedia.core.internal.wire.Message;
import io.nkmedia.core.internal.wire.Reader;
import io.nkmedia.core.internal.wire.Writer;
import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.ConnectionInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A client's connection. What arrives, what is replied and what is published to it meet in its mailbox; all state
 * belongs to that.
 */
public final class ClientConnection implements Attachment, Subscriber, Program {
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

    private final Line line;
    private final ConnectionHost service;
    private final Tools tools;
    private final Saver saver;
    private final Consumer<ClientConnection> gone;
    private final Mailbox box;
    private final Scope scope;
    private final Audience audience;
    private final Outgoing outgoing;
    private final Hearing hearing;
    private final Subscriptions subscriptions;
    private final LoginDesk desk;
    private final Requests requests;
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
        this.line = new Line(connection);
        this.service = service;
        this.tools = tools;
        this.saver = saver;
        this.gone = gone;
        var time = tools.time();
        box = tools.mailboxes().create("connection " + connection.id(), line::flush);
        scope = new Scope("connection " + connection.id());
        audience = new Audience(service);
        outgoing = new Outgoing(
                line,
                tools.writer(),
                time,
                saved.map(SavedConnection::nextTid).orElse(1L),
                saved.map(SavedConnection::seq).orElse(0L));
        hearing = new Hearing(event -> audience.mayHear(event, login()), this::shown, this::post);
        subscriptions = new Subscriptions(this, service);
        desk = new LoginDesk(this, service, time, scope);
        var conduct = new Conduct(this::limits, time, this::close);
        requests = new Requests(this, line, tools, new Dispatcher(service, tools.binder()), conduct, scope);
        var keepAlive = new KeepAlive(this, connection, service, time, scope);
        service.connections().opened(this);
        box.must(() -> {
            saved.flatMap(SavedConnection::login).ifPresent(desk::resume);
            saved.ifPresent(s -> subscriptions.resume(s.subscriptions()));
            saved.ifPresent(s -> s.callbacks()
                    .forEach((name, priority) ->
                            service.callbacks().registrations().add(name, this, priority)));
            desk.begin();
            keepAlive.begin();
        });
    }

    // ---- frames ----

    @Override
    public void text(String frame) {
        if (!line.backlog().arrived(frame.length()) || !box.tell(() -> received(frame))) {
            close(CloseCode.OVERLOADED);
        }
    }

    private void received(String frame) {
        if (!over) {
            requests.received(frame);
        }
    }

    /** Tells the client which fields of its request nobody knows. */
    void unknownFields(Message.Request request, List<String> fields) {
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
        requests.incoming().latest().ifPresent(tid -> hearing.hold(objectId, tid, undo));
    }

    @Override
    public void deliver(Event event) {
        if (!box.tell(() -> send(event))) {
            close(CloseCode.TOO_SLOW);
        }
    }

    @Override
    public void retired(Pattern pattern) {
        post(() -> subscriptions.retired(pattern));
    }

    private void shown(Event event) {
        if (service.hooks().onEvents()) {
            audience.shown(event, login()).ifPresent(outgoing::event);
        } else {
            outgoing.event(event);
        }
    }

    private void send(Event event) {
        if (!over) {
            hearing.event(event);
        }
    }

    // ---- life ----

    /** Tells the client why, then closes. Any thread. */
    public void close(CloseCode code) {
        close(code, code.reason());
    }

    public void close(CloseCode code, String reason) {
        line.close(code, reason);
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
        requests.incoming().closed();
        outgoing.closed();
        subscriptions.close();
        service.callbacks().registrations().removeAll(this);
        service.connections().closed(this);
        gone.accept(this);
    }

    /** Completes when no command runs any more; those that still do after {@code atMost} are failed. */
    CompletionStage<Void> drain(Duration atMost) {
        var done = new CompletableFuture<Void>();
        box.must(() -> requests.incoming().whenIdle(atMost, () -> done.complete(null)));
        return done;
    }

    /** Saves it after {@link #drain}; nothing is sent any more. */
    CompletionStage<SavedConnection> suspend() {
        var saved = new CompletableFuture<SavedConnection>();
        box.must(() -> {
            line.flush();
            saved.complete(new SavedConnection(
                    SavedConnection.SCHEMA,
                    desk.login(),
                    subscriptions.saved(),
                    outgoing.nextTid(),
                    outgoing.seq(),
                    service.callbacks().registrations().of(this)));
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
        return line.connection().info();
    }

    public Tools tools() {
        return tools;
    }

    Optional<Login> login() {
        return desk.login();
    }

    ServiceDocument.Limits limits() {
        return service.config().document().limits();
    }

    ServiceDocument.Timeouts timeouts() {
        return service.config().document().timeouts();
    }

    Hearing hearing() {
        return hearing;
    }

    Outgoing outgoing() {
        return outgoing;
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

    /** The same even when it is over: for what has to be given back. */
    void must(Runnable task) {
        box.must(task);
    }

    /**
     * For commands: waits for a decision about the running one and goes on then, on the mailbox; later requests wait.
     * Only on the mailbox, while the command is being called.
     */
    public <T, R> CompletionStage<R> decided(CompletionStage<T> decision, Function<T, CompletionStage<R>> then) {
        return requests.decided(decision, then);
    }

    /** Asks the client, as a program that decides. Any thread. */
    @Override
    public CompletionStage<JsonNode> callback(String name, Map<String, Object> data) {
        var answer = new CompletableFuture<JsonNode>();
        box.must(() -> {
            if (over) {
                answer.completeExceptionally(CoreError.SESSION_STOP.error());
            } else {
                outgoing.request(
                                "core",
                                "callback",
                                name,
                                data,
                                Duration.ofSeconds(timeouts().op()))
                        .whenComplete((given, failure) -> {
                            if (failure == null) {
                                answer.complete(given);
                            } else {
                                answer.completeExceptionally(failure);
                            }
                        });
            }
        });
        return answer;
    }

    /** Pings the client; no answer in time closes the connection. On the mailbox. */
    void ping(int intervalSeconds) {
        var limit = Duration.ofSeconds(timeouts().op());
        outgoing.request("core", "core", "ping", Map.of("time", intervalSeconds), limit)
                .whenComplete((answer, failure) -> {
                    if (failure != null && Failures.isTimeout(failure)) {
                        close(CloseCode.SILENT);
                    }
                });
    }
}
