package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code core/callback/*}: a client decides (protocol.md §6). */
final class CallbackCommands {
    private static final String ADMIN = "admin";

    record RegisterParameters(
            @Field(value = "What it decides: login, allow, subscribe, session_start, or one of a plugin", max = 64)
            String callback,

            @Field(value = "The highest is asked first, equals in turn", byDefault = "50", min = 0, max = 100)
            int priority,

            @Field(value = "Ignored; older documents have it", name = "class", max = 64)
            Optional<String> documentedClass) {}

    record UnregisterParameters(
            @Field(value = "What it decides no longer", max = 64)
            String callback,

            @Field(value = "Ignored; older documents have it", name = "class", max = 64)
            Optional<String> documentedClass) {}

    List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                        "core/callback/register",
                        RegisterParameters.class,
                        "Lets this connection decide: it gets requests core/callback/<callback> and answers them.",
                        "nothing",
                        this::register,
                        CoreError.INVALID_OPERATION),
                Command.of(
                        "core/callback/unregister",
                        UnregisterParameters.class,
                        "Ends that; without effect if it isn't registered.",
                        "nothing",
                        this::unregister));
    }

    private CompletionStage<Object> register(RegisterParameters p, ConnectionCaller caller) {
        var callbacks = caller.connection().service().callbacks();
        var point = callbacks
                .point(p.callback())
                .orElseThrow(() -> CoreError.INVALID_VALUE.field("callback", "is no callback of this service"));
        if (point.adminsOnly() && !caller.roles().contains(ADMIN)) {
            throw CoreError.UNAUTHORIZED.field("callback");
        }
        if (point.confidential() && !caller.connection().info().confidential()) {
            throw CoreError.INVALID_OPERATION.field(
                    "callback", "carries secrets: use TLS, or connect from this machine");
        }
        caller.connection().touch();
        return Command.done(callbacks.registrations().add(p.callback(), caller.connection(), p.priority()));
    }

    private CompletionStage<Object> unregister(UnregisterParameters p, ConnectionCaller caller) {
        caller.connection().touch();
        return Command.done(
                caller.connection().service().callbacks().registrations().remove(p.callback(), caller.connection()));
    }
}
