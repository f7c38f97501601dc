package io.nkmedia.core.internal.connection;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.core.internal.access.Access;
import io.nkmedia.core.internal.hook.Admission;
import io.nkmedia.core.internal.hook.Reply;
import io.nkmedia.core.internal.hook.Request;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.session.Failures;
import io.nkmedia.core.internal.wire.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The way of a request in a service with hooks: authorizers, filters, its command, the filters again. Without hooks a
 * request doesn't come here. Belongs to the connection's mailbox.
 */
final class Hooked {
    private final ClientConnection client;
    private final Requests requests;
    private final Dispatcher dispatcher;
    private final Json json;

    Hooked(ClientConnection client, Requests requests, Dispatcher dispatcher, Json json) {
        this.client = client;
        this.requests = requests;
        this.dispatcher = dispatcher;
        this.json = json;
    }

    /** Log-in has hooks of its own, and its password is nobody else's business. */
    boolean meets(Message.Request request, Optional<Login> login) {
        return client.service().hooks().onRequests() && login.isPresent() && !Dispatcher.isBeforeLogin(request.name());
    }

    /** Whatever comes next: the command exists and the user is known. */
    Way prepare(Message.Request request, Login login) {
        var command = dispatcher.command(request.name());
        return new Way(request, login, command, dispatcher.standing(Optional.of(login), request.name()));
    }

    /** One request's way. */
    final class Way implements Supplier<CompletionStage<? extends Object>> {
        private final Message.Request request;
        private final Login login;
        private final ApiCommand<?> command;
        private final Dispatcher.Standing standing;

        Way(Message.Request request, Login login, ApiCommand<?> command, Dispatcher.Standing standing) {
            this.request = request;
            this.login = login;
            this.command = command;
            this.standing = standing;
        }

        Duration limit() {
            return command.spec().limit();
        }

        @Override
        public CompletionStage<? extends Object> get() {
            var name = request.name();
            var caller = new ConnectionCaller(client, name, Optional.of(login), standing.roles(), standing.any());
            var admitted =
                    client.service().hooks().admit(new Request(caller, request.data(), json), Access.isFree(name));
            return requests.decided(admitted, this::goOn);
        }

        private CompletionStage<Object> goOn(Admission admission) {
            var result = run(admission);
            return admission.seen().isEmpty()
                    ? result.thenApply(data -> data)
                    : result.handle((data, failure) -> failure == null
                                    ? Reply.ok(data, json)
                                    : Reply.failed(Failures.api(failure, "running " + request.name()), json))
                            .thenCompose(reply -> client.service().hooks().replied(admission, reply))
                            .thenCompose(Hooked::reply);
        }

        private CompletionStage<? extends Object> run(Admission admission) {
            try {
                if (admission.refusal().isPresent()) {
                    return CompletableFuture.failedStage(admission.refusal().get());
                }
                if (admission.answer().isPresent()) {
                    return CompletableFuture.completedStage(admission.answer().get());
                }
                var now = admission.allowed() ? standing.allowed() : standing;
                if (now.grant() == Access.Grant.DENIED) {
                    return CompletableFuture.failedStage(CoreError.UNAUTHORIZED.error());
                }
                return dispatcher
                        .bind(command, admission.request().tree(), now, fields -> client.unknownFields(request, fields))
                        .run(client, Optional.of(login));
            } catch (RuntimeException | LinkageError failure) {
                return CompletableFuture.failedStage(failure);
            }
        }
    }

    private static CompletionStage<Object> reply(Reply reply) {
        return reply.error()
                .<CompletionStage<Object>>map(CompletableFuture::failedStage)
                .orElseGet(() -> CompletableFuture.completedStage(reply.value()));
    }
}
