package io.nkmedia.core.internal.connection;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Stages;
import io.nkmedia.core.internal.session.Failures;
import io.nkmedia.core.internal.wire.Malformed;
import io.nkmedia.core.internal.wire.Message;
import io.nkmedia.core.internal.wire.Tid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a client sends on one socket, and what it is replied there: from a frame to a running command and back. Belongs
 * to the connection's mailbox.
 */
final class Requests {
    private final ClientConnection client;
    private final Line line;
    private final Tools tools;
    private final Dispatcher dispatcher;
    private final Conduct conduct;
    private final Incoming incoming;
    private final Hooked hooked;

    Requests(ClientConnection client, Line line, Tools tools, Dispatcher dispatcher, Conduct conduct, Scope scope) {
        this.client = client;
        this.line = line;
        this.tools = tools;
        this.dispatcher = dispatcher;
        this.conduct = conduct;
        hooked = new Hooked(client, this, dispatcher, tools.json());
        incoming = new Incoming(
                line,
                tools.writer(),
                tools.time(),
                scope,
                client::post,
                tid -> client.hearing().replied(key(tid), false));
    }

    /** Those that run. */
    Incoming incoming() {
        return incoming;
    }

    /** A request on this socket: on the client's next one the same tid is another request. */
    private record Key(Requests on, Tid tid) {}

    private Key key(Tid tid) {
        return new Key(this, tid);
    }

    /** The request whose command is being called. */
    Optional<Object> latest() {
        return incoming.latest().map(this::key);
    }

    /** The socket is gone: nobody is replied any more. */
    void closed() {
        incoming.closed();
    }

    void received(String frame) {
        try {
            var message = tools.reader().read(frame);
            if (message instanceof Message.Request request) {
                int most = client.limits().maxInFlight();
                incoming.whenFree(request.tid(), most, () -> {
                    line.backlog().handled(frame.length());
                    request(request);
                });
                return;
            } else if (message instanceof Message.Response response) {
                client.outgoing().answered(response);
            } else if (message instanceof Message.Ack ack) {
                client.outgoing()
                        .acknowledged(
                                ack.tid(), Duration.ofSeconds(client.timeouts().ack()));
            }
        } catch (Malformed malformed) {
            line.send(tools.writer().error(malformed.tid(), malformed.error()));
            conduct.violated();
        }
        line.backlog().handled(frame.length());
    }

    private void request(Message.Request request) {
        try {
            if (incoming.isRunning(request.tid())) {
                throw CoreError.DUPLICATED_TID.error();
            }
            conduct.request();
            var login = client.desk().login();
            dispatcher.checkLogin(request, login);
            if (hooked.meets(request, login)) {
                var way = hooked.prepare(request, login.orElseThrow());
                incoming.begin(request.tid(), client.limits().maxInFlight());
                run(request, way.limit(), way);
            } else {
                var ready = dispatcher.prepare(request, login, fields -> client.unknownFields(request, fields));
                incoming.begin(request.tid(), client.limits().maxInFlight());
                run(request, ready.command().spec().limit(), () -> ready.run(client, login));
            }
        } catch (ApiException refused) {
            line.send(tools.writer().error(Optional.of(request.tid()), refused));
            if (refused.code() == CoreError.NOT_AUTHENTICATED) {
                conduct.violated();
            }
        }
    }

    private void run(
            Message.Request request, Duration limit, Supplier<? extends CompletionStage<? extends Object>> work) {
        var result = attempt(request, work).toCompletableFuture();
        if (result.isDone()) {
            reply(request, result);
        } else {
            incoming.takesTime(request.tid(), limit);
            result.whenComplete((data, failure) -> client.must(() -> reply(request, result)));
        }
    }

    private static CompletionStage<? extends Object> attempt(
            Message.Request request, Supplier<? extends CompletionStage<? extends Object>> work) {
        try {
            return work.get();
        } catch (RuntimeException | LinkageError failure) {
            return CompletableFuture.failedStage(Failures.api(failure, "running " + request.name()));
        }
    }

    /**
     * Waits for a decision about the request that began last, and goes on then, on the mailbox; later requests wait. If
     * the request is over by then nothing goes on.
     */
    <T, R> CompletionStage<R> decided(CompletionStage<T> decision, Function<T, CompletionStage<R>> then) {
        var made = decision.toCompletableFuture();
        if (made.isDone()) {
            return made.thenCompose(then);
        }
        var tid = incoming.latest().orElseThrow();
        var result = new CompletableFuture<R>();
        incoming.undecided();
        made.whenComplete((value, failure) -> client.must(() -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (incoming.isRunning(tid)) {
                Stages.pass(Stages.attempt(() -> then.apply(value)), result);
            } else {
                result.completeExceptionally(CoreError.SESSION_STOP.error());
            }
            incoming.decided(tid);
        }));
        return result;
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
        client.hearing().replied(key(request.tid()), ok && sent);
        client.desk().replied(request.name());
    }

    /** The event that tells a client which fields of its request nobody knows. */
    static Event unknownFields(Message.Request request, List<String> fields, Login login) {
        return Event.of(
                "core",
                "session_event",
                "unrecognized_fields",
                login.sessionId(),
                Map.of(
                        "class", request.name().commandClass(),
                        "subclass", request.name().subclass(),
                        "cmd", request.name().cmd(),
                        "fields", fields));
    }
}
