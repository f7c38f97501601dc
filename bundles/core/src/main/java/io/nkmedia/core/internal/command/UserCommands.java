package io.nkmedia.core.internal.command;

import static io.nkmedia.api.CoreError.ALREADY_AUTHENTICATED;
import static io.nkmedia.api.CoreError.DUPLICATED_SESSION_ID;
import static io.nkmedia.api.CoreError.INVALID_SESSION_ID;
import static io.nkmedia.api.CoreError.SERVICE_UNAVAILABLE;
import static io.nkmedia.api.CoreError.TOO_MANY_REQUESTS;
import static io.nkmedia.api.CoreError.UNAUTHORIZED;
import static io.nkmedia.api.CoreError.USER_NOT_FOUND;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.connection.ConnectionDirectory;
import io.nkmedia.core.internal.connection.LoginRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code core/core/*} and {@code core/user/*}. */
final class UserCommands {
    /** Bytes of what a client tells about itself. */
    private static final int MAX_META = 4096;

    /** Programs outside may ask people. */
    private static final Duration LOGIN_LIMIT = Duration.ofMinutes(10);

    /** Nothing. */
    record None() {}

    record LoginParameters(
            @Field(value = "Name of the user; mandatory without token", byDefault = "\"\"")
            String user,

            @Field(value = "The password", max = 1024) Optional<String> password,

            @Field(value = "The password, by its older name", max = 1024)
            Optional<String> pass,

            @Field(value = "Wanted id of the connection session", pattern = "[A-Za-z0-9._:-]{8,64}")
            Optional<String> sessionId,

            @Field(value = "A signed token (JWT) that names user and roles", max = 65536)
            Optional<String> token,

            @Field(value = "With session_id: goes on with that session", max = 1024)
            Optional<String> resumeToken,

            @Field(value = "Whether this client answers each event", byDefault = "false")
            boolean eventsAck,

            @Field(value = "Free data, shown in core/user/get", byDefault = "{}", max = MAX_META)
            Map<String, Object> meta,

            @Field(value = "Any further field is put into meta", name = Field.REST, max = MAX_META)
            Map<String, Object> others) {}

    record ListParameters(
            @Field(value = "Most users to list", byDefault = "1000", min = 1, max = 10000)
            int limit,

            @Field(value = "The last user of the page before", byDefault = "\"\"")
            String after) {}

    record SendParameters(
            @Field(value = "Name of the user") String user,

            @Field(value = "Type of the event, * for none", byDefault = "\"*\"", max = 64)
            String type,

            @Field(value = "What the event tells", byDefault = "{}", max = 65536)
            Map<String, Object> body) {}

    /** Whatever a client tells as an event. */
    record EventParameters(
            @Field(value = "Anything", name = Field.REST, max = 65536)
            Map<String, Object> event) {}

    record GetParameters(@Field(value = "Name of the user") String user) {}

    private final ConnectionDirectory connections;
    private final Time time;
    private final String version;

    /** @param version of the server, shown at log-in */
    UserCommands(ConnectionDirectory connections, Time time, String version) {
        this.connections = connections;
        this.time = time;
        this.version = version;
    }

    List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                        "core/core/ping",
                        None.class,
                        "Asks whether the server is there; allowed before log-in.",
                        "time: ms since the epoch",
                        (none, caller) -> Command.reply(Map.of("time", time.now()))),
                Command.of(
                                "core/user/login",
                                LoginParameters.class,
                                "Logs this connection in.",
                                "session_id, user, roles, resumed?, resume_token?, resume_timeout in s?, ping_interval in s, server",
                                this::login,
                                UNAUTHORIZED,
                                ALREADY_AUTHENTICATED,
                                DUPLICATED_SESSION_ID,
                                INVALID_SESSION_ID,
                                SERVICE_UNAVAILABLE,
                                TOO_MANY_REQUESTS)
                        .within(LOGIN_LIMIT),
                Command.of(
                        "core/user/logout",
                        None.class,
                        "Ends this connection session; the connection closes after the reply.",
                        "nothing",
                        (none, caller) -> Command.done()),
                Command.of(
                        "core/user/list",
                        ListParameters.class,
                        "Lists the users that are logged in.",
                        "an object: user to list of session ids",
                        this::list),
                Command.of(
                        "core/core/event",
                        EventParameters.class,
                        "Takes an event of a client; to publish one use core/event/send.",
                        "nothing",
                        (event, caller) -> Command.done()),
                Command.of(
                        "core/user/send_event",
                        SendParameters.class,
                        "Sends an event to all connections of a user.",
                        "sessions: how many got it",
                        this::send),
                Command.of(
                        "core/user/get",
                        GetParameters.class,
                        "Tells about the connections of a user.",
                        "an object: session id to {type, since, roles, remote?, user_agent?, meta}",
                        this::get,
                        USER_NOT_FOUND));
    }

    private CompletionStage<Object> login(LoginParameters p, ConnectionCaller caller) {
        var timeouts = caller.connection().service().config().document().timeouts();
        var request = new LoginRequest(
                p.user(),
                p.password().or(p::pass),
                p.token(),
                p.sessionId(),
                p.resumeToken(),
                p.eventsAck(),
                meta(p, caller));
        return caller.connection().desk().login(request).thenApply(admitted -> {
            var reply = new LinkedHashMap<String, Object>();
            reply.put("session_id", admitted.login().sessionId());
            reply.put("user", admitted.login().user());
            reply.put(
                    "roles",
                    caller.connection().service().roles(admitted.login()).orElse(Set.of()));
            if (admitted.resumed()) {
                reply.put("resumed", true);
            }
            admitted.resumeToken().ifPresent(token -> {
                reply.put("resume_token", token);
                reply.put("resume_timeout", timeouts.resume());
            });
            reply.put("ping_interval", timeouts.pingInterval());
            reply.put("server", version);
            return reply;
        });
    }

    private static Map<String, Object> meta(LoginParameters p, ConnectionCaller caller) {
        var meta = new LinkedHashMap<>(p.others());
        meta.putAll(p.meta());
        if (caller.connection().bytes(meta) > MAX_META) {
            throw CoreError.INVALID_VALUE.field(
                    "meta", "is longer than " + MAX_META + " bytes with all further fields");
        }
        return meta;
    }

    private CompletionStage<Object> list(ListParameters p, ConnectionCaller caller) {
        var page = new LinkedHashMap<String, List<String>>();
        connections.users().forEach((user, sessions) -> {
            if (user.compareTo(p.after()) > 0 && page.size() < p.limit()) {
                page.put(user, sessions);
            }
        });
        return Command.reply(page);
    }

    private CompletionStage<Object> get(GetParameters p, ConnectionCaller caller) {
        var mine = caller.any() || p.user().equals(caller.user());
        var entries = mine ? connections.ofUser(p.user()) : List.<ConnectionDirectory.Entry>of();
        if (entries.isEmpty()) {
            throw CoreError.USER_NOT_FOUND.error();
        }
        var reply = new LinkedHashMap<String, Object>();
        entries.forEach(entry -> reply.put(entry.login().sessionId(), About.connection(entry, caller)));
        return Command.reply(reply);
    }

    private CompletionStage<Object> send(SendParameters p, ConnectionCaller caller) {
        boolean allowed = caller.any() || p.user().equals(caller.user());
        int sessions = allowed ? connections.ofUser(p.user()).size() : 0;
        if (sessions > 0) {
            caller.connection()
                    .service()
                    .events()
                    .publish(Sent.event("user_event", p.user(), p.type(), p.body(), caller));
        }
        return Command.reply(Map.of("sessions", sessions));
    }
}
