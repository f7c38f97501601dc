package io.nkmedia.core.internal.command;

import io.nkmedia.api.ErrorCode;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Caller;
import io.nkmedia.api.command.CommandSpec;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One of core's commands: its contract and what it does. */
record Command<P extends Record>(CommandSpec<P> spec, Body<P> body) implements ApiCommand<P> {
    /** What a command does. */
    interface Body<P> {
        CompletionStage<? extends Object> run(P parameters, ConnectionCaller caller);
    }

    static <P extends Record> Command<P> of(
            String name, Class<P> parameters, String description, String reply, Body<P> body, ErrorCode... errors) {
        return new Command<>(CommandSpec.of(name, parameters, description, reply, errors), body);
    }

    Command<P> within(Duration limit) {
        return new Command<>(spec.within(limit), body);
    }

    @Override
    public CompletionStage<? extends Object> run(P parameters, Caller caller) {
        return body.run(parameters, (ConnectionCaller) caller);
    }

    /** A reply that is there already. */
    static CompletionStage<Object> reply(Object data) {
        return CompletableFuture.completedStage(data);
    }

    /** An empty reply. */
    static CompletionStage<Object> done() {
        return reply(Map.of());
    }

    /** An empty reply when {@code stage} is done. */
    static CompletionStage<Object> done(CompletionStage<?> stage) {
        return stage.thenApply(ignored -> Map.of());
    }
}
