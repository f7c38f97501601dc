package io.nkmedia.core.internal.command;

import static io.nkmedia.api.CoreError.INVALID_STATE;
import static io.nkmedia.api.CoreError.NOT_IMPLEMENTED;
import static io.nkmedia.api.CoreError.SESSION_NOT_FOUND;
import static io.nkmedia.api.CoreError.TOO_MANY_REQUESTS;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.session.MediaSession;
import io.nkmedia.core.internal.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What is told of a session while it lives, and to it: status, statistics, time log, info (media-session.md §4.13–4.17). */
final class SessionReports {
    private static final Duration STATS_LIMIT = Duration.ofSeconds(30);
    private static final Set<String> SEE_RAW = Set.of("admin");

    record Id(@Field(value = "Id of the session", max = 128) String sessionId) {}

    record StatusParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,
            @Field("Whether the client hears loud audio") Optional<Boolean> talking,

            @Field(value = "Send no status event", byDefault = "false")
            boolean noEvents,

            @Field(value = "Nothing else is taken", name = Field.REST)
            Map<String, Object> others) {}

    record StatsParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "What the engine itself says; admins only", byDefault = "false")
            boolean raw) {}

    record LogParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,
            @Field(value = "What happened", max = 200) String msg,

            @Field(value = "More about it", byDefault = "{}", max = 4096)
            Map<String, Object> body) {}

    record InfoParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "Name of the info", max = 64) String info,

            @Field(value = "More about it, put into the event's body", byDefault = "{}", max = 4096)
            Map<String, Object> meta) {}

    private final Sessions sessions;

    SessionReports(Sessions sessions) {
        this.sessions = sessions;
    }

    List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                        "media/session/get_status",
                        Id.class,
                        "Tells a session's status.",
                        "the status map",
                        (p, caller) -> session(p.sessionId(), caller).status(),
                        SESSION_NOT_FOUND),
                Command.of(
                        "media/session/update_status",
                        StatusParameters.class,
                        "Tells what the client notices of its media; at most 10 times a second.",
                        "nothing",
                        this::status,
                        SESSION_NOT_FOUND,
                        TOO_MANY_REQUESTS),
                Command.of(
                                "media/session/get_stats",
                                StatsParameters.class,
                                "Tells a session's media statistics.",
                                "time, audio, video, ice, mos",
                                this::stats,
                                SESSION_NOT_FOUND,
                                INVALID_STATE,
                                NOT_IMPLEMENTED)
                        .within(STATS_LIMIT),
                Command.of(
                        "media/session/add_timelog",
                        LogParameters.class,
                        "Adds an entry to a session's time log, which ends up in its record.",
                        "nothing",
                        (p, caller) ->
                                Command.done(session(p.sessionId(), caller).log(p.msg(), p.body())),
                        SESSION_NOT_FOUND),
                Command.of(
                        "media/session/get_timelog",
                        Id.class,
                        "Tells what happened to a session.",
                        "a list of {time in ms since the start, msg, …}",
                        (p, caller) -> session(p.sessionId(), caller).timelog(),
                        SESSION_NOT_FOUND),
                Command.of(
                        "media/session/send_info",
                        InfoParameters.class,
                        "Publishes an info event of a session; needs a right to any session.",
                        "nothing",
                        this::info,
                        SESSION_NOT_FOUND));
    }

    private MediaSession session(String id, ConnectionCaller caller) {
        return Sight.live(sessions, id, caller);
    }

    private CompletionStage<Object> status(StatusParameters p, ConnectionCaller caller) {
        if (!p.others().isEmpty()) {
            throw CoreError.INVALID_VALUE.field(p.others().keySet().iterator().next(), "is not known");
        }
        boolean talking = p.talking().orElseThrow(() -> CoreError.MISSING_FIELD.field("talking"));
        return Command.done(session(p.sessionId(), caller).talking(talking, !p.noEvents()));
    }

    private CompletionStage<? extends Object> stats(StatsParameters p, ConnectionCaller caller) {
        if (p.raw() && caller.roles().stream().noneMatch(SEE_RAW::contains)) {
            throw CoreError.UNAUTHORIZED.field("raw");
        }
        var session = session(p.sessionId(), caller);
        return p.raw() ? session.rawStats() : session.stats();
    }

    private CompletionStage<Object> info(InfoParameters p, ConnectionCaller caller) {
        if (!caller.any()) {
            throw CoreError.UNAUTHORIZED.error();
        }
        return Command.done(session(p.sessionId(), caller).info(p.info(), p.meta()));
    }
}
