package io.nkmedia.core.internal.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.Event;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.core.internal.callback.Program;
import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.event.Notice;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscriber;
import io.nkmedia.core.internal.wire.Message;
import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.ConnectionInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A client's connection. What arrives, what is replied and what is published to it meet in its mailbox; all state
 * belongs to that. Once logged in it may outlive its socket: see {@link Seat}.
 */
public final class ClientConnection implements Attachment, Subscriber, Program {
    private final ConnectionHost service;
    private final Tools tools;
    private final Keeper keeper;
    private final Mailbox box;
    private final Scope scope;
    private final Outgoing outgoing;
    private final Audience audience;
    private final Hearing hearing;
    private final Subscriptions subscriptions;
    private final LoginDesk desk;
    private final Seat seat;
    private final Conduct conduct;
    private final Keepsake keepsake;
    private final AtomicLong missed = new AtomicLong();

    /** The socket that this object is the attachment of. */
    private volatile Line own;

    /**
     * A new connection, or with {@code saved} one that an earlier core had.
     *
     * @param there whether it has a socket; if not it waits for one
     */
    ClientConnection(
            Connection connection,
            ConnectionHost service,
            Tools tools,
            Keeper keeper,
            Optional<SavedConnection> saved,
            boolean there) {
        this.service = service;
        this.tools = tools;
        this.keeper = keeper;
        own = new Line(connection);
        var time = tools.time();
        box = tools.mailboxes().create("connection " + connection.id(), this::flush);
        scope = new Scope("connection " + connection.id());
        audience = new Audience(service);
        outgoing = new Outgoing(
                own,
                tools.writer(),
                time,
                () -> close(CloseCode.SILENT),
                out -> new EventStream(
                        out,
                        this::limits,
                        this::bytes,
                        () -> close(CloseCode.TOO_SLOW),
                        saved.map(SavedConnection::seq).orElse(0L)),
                saved.map(SavedConnection::nextTid).orElse(1L));
        hearing = new Hearing(event -> audience.mayHear(event, login()), this::shown, time, this::post);
        subscriptions = new Subscriptions(this, service);
        desk = new LoginDesk(this, service, time, tools.random(), scope);
        conduct = new Conduct(this::limits, time, this::close);
        var dispatcher = new Dispatcher(service, tools.binder());
        seat = new Seat(
                this, time, scope, own, (line, scope) -> new Requests(this, line, tools, dispatcher, conduct, scope));
        keepsake = new Keepsake(this, service, saved);
        service.connections().opened(this);
        // At once: somebody may look for it by its session before its mailbox has run.
        saved.flatMap(SavedConnection::login).ifPresent(desk::resume);
        box.must(() -> {
            saved.ifPresent(this::restore);
            seat.begin(there, saved.flatMap(SavedConnection::left).map(Duration::ofMillis));
        });
    }

    private void restore(SavedConnection saved) {
        subscriptions.resume(saved.subscriptions());
        saved.ticket().ifPresent(desk::ticket);
        touch();
        outgoing.events().acks(saved.eventsAck());
        outgoing.events().restore(saved.waiting());
        saved.callbacks()
                .forEach((name, priority) -> service.callbacks().registrations().add(name, this, priority));
    }

    /** What a batch of tasks has sent goes out in one piece. */
    private void flush() {
        seat.line().flush();
    }

    // ---- frames ----

    @Override
    public void text(String frame) {
        var line = own;
        if (!line.backlog().arrived(frame.length()) || !box.tellHere(() -> seat.received(line, frame))) {
            line.close(CloseCode.OVERLOADED, CloseCode.OVERLOADED.reason());
        }
    }

    /** Tells the client which fields of its request nobody knows. */
    void unknownFields(Message.Request request, List<String> fields) {
        desk.login().ifPresent(login -> send(new Notice(Requests.unknownFields(request, fields, login))));
    }

    // ---- events ----

    /**
     * Keeps the events of an object back until the running command that makes it has been replied to. If that fails the
     * object is undone, and the client hears nothing of it. Only while a command of this connection runs, on its mailbox.
     *
     * @param undo ends the object; completes after its last event was published
     */
    public void holdEvents(String objectId, Supplier<CompletionStage<Void>> undo) {
        seat.requests().latest().ifPresent(request -> hearing.hold(objectId, request, undo));
    }

    @Override
    public void deliver(Notice notice) {
        if (!box.tell(() -> send(notice))) {
            missed.incrementAndGet();
            close(CloseCode.TOO_SLOW);
        }
    }

    @Override
    public void retired(Pattern pattern) {
        post(() -> subscriptions.retired(pattern));
    }

    private void shown(Notice notice, Instant published) {
        if (service.hooks().onEvents()) {
            audience.shown(notice.event(), login()).ifPresent(changed -> outgoing.event(notice.of(changed), published));
        } else {
            outgoing.event(notice, published);
        }
        keepsake.numbered(outgoing.events().seq());
    }

    private void send(Notice notice) {
        if (!seat.isOver()) {
            long lost = missed.getAndSet(0);
            if (lost > 0) {
                outgoing.events().skip(lost);
            }
            hearing.notice(notice);
        }
    }

    // ---- life ----

    /** Tells the client why, then closes. Any thread. */
    public void close(CloseCode code) {
        close(code, code.reason());
    }

    public void close(CloseCode code, String reason) {
        seat.close(code, reason);
    }

    @Override
    public Optional<String> farewell(int code, String reason) {
        return Optional.of(tools.writer().request("core", "core", "bye", CloseCode.farewell(code, reason), 0));
    }

    @Override
    public void closed(int code, String reason) {
        var line = own;
        box.must(() -> seat.lost(line, code));
    }

    /** Its socket is gone, and it waits for another. */
    void away() {
        seat.requests().closed();
        outgoing.away();
        keeper.gone(this);
    }

    /** It is over for good. */
    void finish() {
        leave();
        keepsake.over();
        desk.login().ifPresent(login -> {
            service.connections().logout(login);
            service.sessionOver(login.sessionId());
        });
    }

    private void leave() {
        scope.close();
        seat.requests().closed();
        outgoing.closed();
        subscriptions.close();
        service.callbacks().registrations().removeAll(this);
        gone();
    }

    /** It is nobody's connection any more. */
    void gone() {
        service.connections().closed(this);
        keeper.gone(this);
    }

    /** Completes when no command runs any more; those that still do after {@code atMost} are failed. */
    CompletionStage<Void> drain(Duration atMost) {
        var done = new CompletableFuture<Void>();
        box.must(() -> seat.drain(atMost, () -> done.complete(null)));
        return done;
    }

    /** Saves it after {@link #drain}; nothing is sent any more. */
    CompletionStage<SavedConnection> suspend() {
        var line = own;
        var saved = new CompletableFuture<SavedConnection>();
        box.must(() -> seat.suspend(line, saved));
        return saved;
    }

    /** As data for the next core; here it is over. On the mailbox. */
    SavedConnection saved(Optional<Duration> left) {
        flush();
        var saved = keepsake.handedOn(left);
        leave();
        desk.login().ifPresent(login -> service.connections().leave(login, saved));
        return saved;
    }

    @Override
    public CompletionStage<String> save() {
        return keeper.save(this);
    }

    /** A session that an earlier core handed on gets its socket back, which has been open all the time. */
    Attachment attached(Connection connection) {
        var line = new Line(connection);
        own = line;
        box.must(() -> seat.reattached(line));
        return this;
    }

    // ---- for commands ----

    public ConnectionHost service() {
        return service;
    }

    public ConnectionInfo info() {
        return seat.line().connection().info();
    }

    /** Those of the listener that its socket came in at. */
    Map<String, String> attributes() {
        return seat.line().connection().attributes();
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

    Seat seat() {
        return seat;
    }

    /** Events that got lost on their way here, and have their numbers all the same. */
    long missed() {
        return missed.get();
    }

    /** What is known after a crash has changed. Only on the mailbox: while one of its commands runs. */
    public void touch() {
        keepsake.touch();
    }

    /** Only on the mailbox: while one of its commands runs. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Only on the mailbox: while one of its commands runs. */
    public LoginDesk desk() {
        return desk;
    }

    /** Counts something that the client logs. Only on the mailbox: while one of its commands runs. */
    public void countNote() {
        conduct.note();
    }

    /** How long a value's JSON is, in bytes of UTF-8. */
    public int bytes(Object value) {
        return tools.json().write(tools.json().tree(value)).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Brings a task to the mailbox. Any thread. */
    public void post(Runnable task) {
        box.must(() -> {
            if (!seat.isOver()) {
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
        return seat.requests().decided(decision, then);
    }

    /** Asks the client, as a program that decides. Any thread. */
    @Override
    public CompletionStage<JsonNode> callback(String name, Map<String, Object> data) {
        return ask("core", "callback", name, data, Optional.empty());
    }

    /**
     * Asks the client something. Any thread.
     *
     * @param from another client that wants to know: user and session_id
     * @return what it answers; fails with a {@link Program.Refused}, a timeout, or
     *     {@code session_stop} if it is away or goes
     */
    public CompletionStage<JsonNode> ask(
            String commandClass, String subclass, String cmd, Object data, Optional<Event.Sender> from) {
        return new Question(commandClass, subclass, cmd, data, from).ask(this);
    }
}
