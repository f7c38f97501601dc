package io.nkmedia.core.internal.command;

import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.access.Access;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.json.Schema;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code core/api/describe}: the commands a caller may use, out of the definitions that validate them. */
public final class DescribeCommand {
    private static final String PROTOCOL_VERSION = "1.0";

    record Parameters(
            @Field(value = "Only this class", name = "class", max = 64)
            Optional<String> commandClass,

            @Field(value = "Only this subclass", max = 64) Optional<String> subclass,
            @Field(value = "Only this command", max = 64) Optional<String> cmd) {
        boolean matches(CommandName name) {
            return commandClass.map(name.commandClass()::equals).orElse(true)
                    && subclass.map(name.subclass()::equals).orElse(true)
                    && cmd.map(name.cmd()::equals).orElse(true);
        }
    }

    private final Supplier<Collection<ApiCommand<?>>> commands;

    /** @param commands all of the service, at the time of the call */
    public DescribeCommand(Supplier<Collection<ApiCommand<?>>> commands) {
        this.commands = commands;
    }

    public ApiCommand<?> command() {
        return Command.of(
                "core/api/describe",
                Parameters.class,
                "Describes the commands that the caller may use.",
                "version, and commands: a list of {class, subclass, cmd, description, fields, reply, errors, limit}",
                this::describe);
    }

    private CompletionStage<Object> describe(Parameters p, ConnectionCaller caller) {
        var access = caller.connection().service().config().access();
        var list = commands.get().stream()
                .filter(command -> p.matches(command.spec().name()))
                .filter(command -> access.grant(caller.roles(), command.spec().name()) != Access.Grant.DENIED)
                .sorted((a, b) ->
                        a.spec().name().toString().compareTo(b.spec().name().toString()))
                .map(DescribeCommand::describe)
                .toList();
        return Command.reply(Map.of("version", PROTOCOL_VERSION, "commands", list));
    }

    /** One command for the manual. */
    public static Map<String, Object> describe(ApiCommand<?> command) {
        var spec = command.spec();
        var entry = new LinkedHashMap<String, Object>();
        entry.put("class", spec.name().commandClass());
        entry.put("subclass", spec.name().subclass());
        entry.put("cmd", spec.name().cmd());
        entry.put("description", spec.description());
        entry.put("fields", Schema.fields(spec.parameters()));
        entry.put("reply", spec.reply());
        entry.put(
                "errors",
                spec.errors().stream()
                        .map(code -> Map.of("code", code.code(), "name", code.label(), "text", code.text()))
                        .toList());
        entry.put("limit", spec.limit());
        return entry;
    }
}
