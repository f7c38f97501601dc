package io.nkmedia.core.internal.command;

import static io.nkmedia.api.CoreError.INVALID_REPLY;
import static io.nkmedia.api.CoreError.SESSION_NOT_FOUND;
import static io.nkmedia.api.CoreError.SESSION_STOP;
import static io.nkmedia.api.CoreError.TIMEOUT;
import static io.nkmedia.api.CoreError.TOO_MANY_REQUESTS;
import static io.nkmedia.api.CoreError.UNAUTHORIZED;

import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.connection.CloseCode;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.connection.ConnectionDirectory;
import io.nkmedia.core.internal.connection.ConnectionDirectory.Entry;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code core/session/*}: what is done with logged-in connections. */
final class ConnectionCommands {
    /** Only the server asks these of a client: else one client could fake calls and events to another. */
    private static final Set<String> RESERVED = Set.of("core", "media");

    /** A client that goes on acking may take as long as a human does. */
    private static final Duration REMOTE = Duration.ofMinutes(10);

    record StopParameters(
            @Field(value = "The connection session", max = 128)
            String sessionId,

            @Field(value = "Told to the client", byDefault = "\"stopped\"", max = 200)
            String reason) {}

    record SendParameters(
            @Field(value = "The connection session", max = 128)
            String sessionId,

            @Field(value = "Type of the event, * for none", byDefault = "\"*\"", max = 64)
            String type,

            @Field(value = "What the event tells", byDefault = "{}", max = 65536)
            Map<String, Object> body) {}

    record ListParameters(
            @Field("Only those of this user") Optional<String> user,

            @Field(value = "Most to list", byDefault = "1000", min = 1, max = 10000)
            int limit,

            @Field(value = "The last session id of the page before", byDefault = "\"\"")
            String after) {}

    record GetParameters(
            @Field(value = "The connection session", max = 128)
            String sessionId) {}

    record CmdParameters(
            @Field(value = "The connection session of who is asked", max = 128)
            String sessionId,

            @Field(value = "Class of the request; not core or media", name = "class", max = 64)
            String commandClass,

            @Field(value = "Subclass", byDefault = "\"core\"", max = 64)
            String subclass,

            @Field(value = "Command", max = 64) String cmd,

            @Field(value = "Its data", byDefault = "{}", max = 262144)
            Map<String, Object> data) {}

    private final ConnectionDirectory connections;

    ConnectionCommands(ConnectionDirectory connections) {
        this.connections = connections;
    }

    List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                        "core/session/stop",
                        StopParameters.class,
                        "Closes a connection; its session can't be resumed. Everybody may stop own ones.",
                        "user",
                        this::stop,
                        SESSION_NOT_FOUND),
                Command.of(
                        "core/session/send_event",
                        SendParameters.class,
                        "Sends an event to one connection.",
                        "nothing",
                        this::send,
                        SESSION_NOT_FOUND),
                Command.of(
                        "core/session/get_list",
                        ListParameters.class,
                        "Lists connection sessions in the order of their ids.",
                        "a list of {session_id, user, since, type}",
                        this::list),
                Command.of(
                        "core/session/get",
                        GetParameters.class,
                        "Tells about one connection session.",
                        "session_id, user, type, since, roles, remote?, user_agent?, meta",
                        this::get,
                        SESSION_NOT_FOUND),
                Command.of(
                                "core/session/cmd",
                                CmdParameters.class,
                                "Asks another connection's client something; it sees from whom that comes.",
                                "what the client answers; an error of it is passed on as it is",
                                this::cmd,
                                SESSION_NOT_FOUND,
                                UNAUTHORIZED,
                                TIMEOUT,
                                INVALID_REPLY,
                                SESSION_STOP,
                                TOO_MANY_REQUESTS)
                        .within(REMOTE));
    }

    /** One that the caller may touch; another is as if it weren't there. */
    private Entry find(String sessionId, ConnectionCaller caller) {
        return connections
                .find(sessionId)
                .filter(entry -> covers(entry, caller))
                .orElseThrow(SESSION_NOT_FOUND::error);
    }

    private static boolean covers(Entry entry, ConnectionCaller caller) {
        return caller.any() || entry.login().user().equals(caller.user());
    }

    private CompletionStage<Object> stop(StopParameters p, ConnectionCaller caller) {
        var entry = find(p.sessionId(), caller);
        // Behind the reply, if it is the caller's own.
        entry.connection().post(() -> entry.connection().close(CloseCode.STOPPED, p.reason()));
        return Command.reply(Map.of("user", entry.login().user()));
    }

    private CompletionStage<Object> send(SendParameters p, ConnectionCaller caller) {
        find(p.sessionId(), caller);
        caller.connection()
                .service()
                .events()
                .publish(Sent.event("session_event", p.sessionId(), p.type(), p.body(), caller));
        return Command.done();
    }

    private CompletionStage<Object> list(ListParameters p, ConnectionCaller caller) {
        return Command.reply(connections.sessionsAfter(p.after()).stream()
                .filter(entry -> covers(entry, caller))
                .filter(entry -> p.user().isEmpty()
                        || p.user().get().equals(entry.login().user()))
                .sorted(Comparator.comparing(entry -> entry.login().sessionId()))
                .limit(p.limit())
                .map(entry -> {
                    var line = new LinkedHashMap<String, Object>();
                    line.put("session_id", entry.login().sessionId());
                    line.put("user", entry.login().user());
                    line.put("since", entry.login().since());
                    line.put("type", About.TYPE);
                    return line;
                })
                .toList());
    }

    private CompletionStage<Object> get(GetParameters p, ConnectionCaller caller) {
        var entry = find(p.sessionId(), caller);
        var reply = new LinkedHashMap<String, Object>();
        reply.put("session_id", entry.login().sessionId());
        reply.put("user", entry.login().user());
        reply.putAll(About.connection(entry, caller));
        return Command.reply(reply);
    }

    private CompletionStage<Object> cmd(CmdParameters p, ConnectionCaller caller) {
        if (RESERVED.contains(p.commandClass())) {
            throw UNAUTHORIZED.field("class", "is reserved");
        }
        return RemoteAnswer.of(find(p.sessionId(), caller)
                .connection()
                .ask(p.commandClass(), p.subclass(), p.cmd(), p.data(), Optional.of(Sent.sender(caller))));
    }
}
