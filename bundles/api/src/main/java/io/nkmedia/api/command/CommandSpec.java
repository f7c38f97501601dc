package io.nkmedia.api.command;

import io.nkmedia.api.ErrorCode;
import java.time.Duration;
import java.util.List;

/**
 * The contract of a command.
 *
 * @param name class, subclass and command
 * @param parameters the record class of its parameters
 * @param description one sentence
 * @param reply what the reply's data holds, in a sentence
 * @param errors those beyond the common ones
 * @param limit after this the caller gets {@code timeout}
 */
public record CommandSpec<P extends Record>(
        CommandName name,
        Class<P> parameters,
        String description,
        String reply,
        List<ErrorCode> errors,
        Duration limit) {
    /** 5 s, the limit of commands that only look something up. */
    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(5);

    public static <P extends Record> CommandSpec<P> of(
            String name, Class<P> parameters, String description, String reply, ErrorCode... errors) {
        return new CommandSpec<>(
                CommandName.parse(name), parameters, description, reply, List.of(errors), DEFAULT_LIMIT);
    }

    public CommandSpec<P> within(Duration changed) {
        return new CommandSpec<>(name, parameters, description, reply, errors, changed);
    }
}
