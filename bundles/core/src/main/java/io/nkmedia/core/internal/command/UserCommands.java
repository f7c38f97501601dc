package io.nkmedia.core.internal.command;

import static io.nkmedia.api.CoreError.ALREADY_AUTHENTICATED;
import static io.nkmedia.api.CoreError.DUPLICATED_SESSION_ID;
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
import io.nkmedia.core.internal.connection.Login;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code core/core/*} and {@code core/user/*}. */
final class UserCommands {
    /** Who sees where others come from (protocol.md §7.4). */
    private static final Set<String> SEE_REMOTE = Set.of("admin", "manager");

    /** Bytes of what a client tells about itself. */
    private static final int MAX_META = 4096;

    /** Programs outside may ask people. */
    private static final Duration LOGIN_LIMIT = Duration.ofMinutes(10);

    private static final Set<String> SECRETS = Set.of("token", "resume_token");

    /** Nothing. */
    record None() {}

    record LoginParameters(
            @Field(value = "Name of the user") String user,
            @Field(value = "The password", max = 1024) Optional<String> password,

            @Field(value = "The password, by its older name", max = 1024)
            Optional<String> pass,

            @Field(value = "Wanted id of the connection session", pattern = "[A-Za-z0-9._:-]{8,64}")
            Optional<String> sessionId,

            @Field(value = "Free data, shown in core/user/get", byDefault = "{}", max = MAX_META)
            Map<String, Object> meta,

            @Field(value = "Any further field is put into meta", name = Field.REST, max = MAX_META)
            Map<String, Object> others) {}

    record ListParameters(
            @Field(value = "Most users to list", byDefault = "1000", min = 1, max = 10000)
            int limit,

            @Field(value = "The last user of the page before", byDefault = "\"\"")
            String after) {}

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
                                "session_id, user, roles, ping_interval in s, server",
                                this::login,
                                UNAUTHORIZED,
                                ALREADY_AUTHENTICATED,
                                DUPLICATED_SESSION_ID,
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
                        "core/user/get",
                        GetParameters.class,
                        "Tells about the connections of a user.",
                        "an object: session id to {type, since, roles, remote?, user_agent?, meta}",
                        this::get,
                        USER_NOT_FOUND));
    }

    private CompletionStage<Object> login(LoginParameters p, ConnectionCaller caller) {
        var password = p.password().or(p::pass).orElseThrow(() -> CoreError.MISSING_FIELD.field("password"));
        var interval =
                caller.connection().service().config().document().timeouts().pingInterval();
        return caller.connection()
                .desk()
                .login(p.user(), password, p.sessionId(), meta(p, caller))
                .thenApply(login -> {
                    var reply = new LinkedHashMap<String, Object>();
                    reply.put("session_id", login.sessionId());
                    reply.put("user", login.user());
                    reply.put("roles", login.roles());
                    reply.put("ping_interval", interval);
                    reply.put("server", version);
                    return reply;
                });
    }

    private static Map<String, Object> meta(LoginParameters p, ConnectionCaller caller) {
        var meta = new LinkedHashMap<>(p.others());
        // Ways to log in that this server does not have yet: what they prove is nobody else's business.
        meta.keySet().removeAll(SECRETS);
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
        boolean remote =
                p.user().equals(caller.user()) || caller.roles().stream().anyMatch(SEE_REMOTE::contains);
        entries.forEach(entry -> reply.put(entry.login().sessionId(), describe(entry, remote)));
        return Command.reply(reply);
    }

    private static Map<String, Object> describe(ConnectionDirectory.Entry entry, boolean remote) {
        Login login = entry.login();
        var info = entry.connection().info();
        var about = new LinkedHashMap<String, Object>();
        about.put("type", "api_server");
        about.put("since", login.since());
        about.put("roles", login.roles());
        if (remote) {
            about.put("remote", info.remote());
        }
        about.put("user_agent", info.userAgent());
        about.put("meta", login.meta());
        return about;
    }
}
