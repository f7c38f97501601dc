package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.session.MediaSession;
import io.nkmedia.core.internal.session.SessionState;
import io.nkmedia.core.internal.session.Sessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code media/session/get_info} and {@code get_list}. */
final class SessionQueries {
    private static final Set<String> SEE_BACKENDS = Set.of("admin", "manager");

    record InfoParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "False leaves offer and answer out", byDefault = "true")
            boolean sdp) {}

    record ListParameters(
            @Field(value = "Most sessions to list", byDefault = "100", min = 1, max = 1000)
            int limit,

            @Field(value = "The last id of the page before", byDefault = "\"\"")
            String after,

            @Field(value = "Only this type", max = 64) Optional<String> type,
            @Field("Only this user's") Optional<String> userId,

            @Field(value = "Only in this room", max = 128) Optional<String> roomId,

            @Field("Only in this state") Optional<SessionState> state) {
        boolean matches(MediaSession session) {
            return type.map(session.type()::equals).orElse(true)
                    && userId.map(session.settings().user()::equals).orElse(true)
                    && roomId.map(id -> session.typeField("room_id").equals(Optional.of(id)))
                            .orElse(true)
                    && state.map(session.state()::equals).orElse(true);
        }
    }

    private final Sessions sessions;

    SessionQueries(Sessions sessions) {
        this.sessions = sessions;
    }

    List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                        "media/session/get_info",
                        InfoParameters.class,
                        "Tells all about a session; also for 30 s after its end.",
                        "the session's fields",
                        this::info,
                        CoreError.SESSION_NOT_FOUND),
                Command.of(
                        "media/session/get_list",
                        ListParameters.class,
                        "Lists sessions in the order of their ids.",
                        "a list of {session_id, type, state, user_id}",
                        this::list));
    }

    private CompletionStage<Object> info(InfoParameters p, ConnectionCaller caller) {
        boolean backend = caller.roles().stream().anyMatch(SEE_BACKENDS::contains);
        return Sight.of(caller, sessions.remembered(p.sessionId()))
                .orElseThrow(CoreError.SESSION_NOT_FOUND::error)
                .describe(p.sdp(), backend)
                .thenApply(info -> info);
    }

    private CompletionStage<Object> list(ListParameters p, ConnectionCaller caller) {
        var found = sessions.list(p.after(), p.limit(), s -> Sight.covers(caller, s) && p.matches(s));
        var infos = found.stream()
                .map(session -> session.describe(false, false).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(infos.toArray(CompletableFuture[]::new)).thenApply(all -> {
            var list = new ArrayList<Map<String, Object>>();
            infos.forEach(info -> list.add(brief(info.join())));
            return list;
        });
    }

    private static Map<String, Object> brief(Map<String, Object> info) {
        var brief = new LinkedHashMap<String, Object>();
        for (var key : List.of("session_id", "type", "state", "user_id", "start_time")) {
            brief.put(key, Optional.ofNullable(info.get(key)));
        }
        return brief;
    }
}
