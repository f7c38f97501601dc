package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.log.Note;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** {@code core/session/log}: a client's own entries in the server's log, 10 per second. */
final class LogCommand {
    private static final int MAX_KEYS = 32;

    /** GELF's rule for names of fields; it keeps {@code id} for itself. */
    private static final Pattern KEY = Pattern.compile("(?!id$)[A-Za-z0-9_.-]{1,64}");

    record Parameters(
            @Field(value = "Host or application", pattern = "(?s).+", max = 255)
            String source,

            @Field(value = "What is said", pattern = "(?s).+", max = 4096)
            String message,

            @Field(value = "1 alert to 7 debug, as in syslog", byDefault = "6", min = 1, max = 7)
            int level,

            @Field(value = "All of it", max = 65536) Optional<String> fullMessage,

            @Field(value = "Further fields: strings, whole numbers, booleans; at most 32", byDefault = "{}")
            Map<String, Object> meta) {}

    private final Time time;

    LogCommand(Time time) {
        this.time = time;
    }

    ApiCommand<?> command() {
        return Command.of(
                "core/session/log",
                Parameters.class,
                "Writes to the server's log, and to its GELF server if it has one.",
                "nothing",
                this::log,
                CoreError.TOO_MANY_REQUESTS);
    }

    private CompletionStage<Object> log(Parameters p, ConnectionCaller caller) {
        if (p.meta().size() > MAX_KEYS) {
            throw CoreError.INVALID_VALUE.field("meta", "has more than " + MAX_KEYS + " keys");
        }
        p.meta().forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw CoreError.INVALID_VALUE.field("meta", "has a key that is no name, or id");
            }
            if (!(value instanceof String
                    || value instanceof Boolean
                    || value instanceof Integer
                    || value instanceof Long)) {
                throw CoreError.INVALID_VALUE.field("meta." + key, "must be a string, a whole number or a boolean");
            }
        });
        caller.connection().countNote();
        var fields = new LinkedHashMap<>(p.meta());
        fields.put("user", caller.user());
        fields.put("session_id", caller.sessionId());
        fields.put("srv_id", caller.service());
        caller.connection()
                .service()
                .log()
                .add(new Note(p.source(), p.message(), p.fullMessage(), p.level(), fields, time.now()));
        return Command.done();
    }
}
