package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.session.Backends;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code core/backend/*}: for admins, who may see backends. */
final class BackendCommands {
    record NameParameters(
            @Field(value = "Name of the backend", max = 64) String name) {}

    private final Backends backends;

    BackendCommands(Backends backends) {
        this.backends = backends;
    }

    List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                        "core/backend/get_list",
                        UserCommands.None.class,
                        "Lists the service's media backends.",
                        "a list of {name, kind, state, sessions, since, version?, problem?, types}",
                        (none, caller) -> Command.reply(backends.all().stream()
                                .map(BackendCommands::describe)
                                .toList())),
                Command.of(
                        "core/backend/restart",
                        NameParameters.class,
                        "Ends the backend's instance and starts a fresh one; its sessions end.",
                        "nothing, when the restart has begun",
                        this::restart,
                        CoreError.UNKNOWN_BACKEND));
    }

    private CompletionStage<Object> restart(NameParameters p, ConnectionCaller caller) {
        backends.byName(p.name())
                .orElseThrow(() -> CoreError.UNKNOWN_BACKEND.field("name"))
                .restart();
        return Command.done();
    }

    private static Map<String, Object> describe(MediaBackend backend) {
        var info = backend.info();
        var entry = new LinkedHashMap<String, Object>();
        entry.put("name", info.name());
        entry.put("kind", info.kind());
        entry.put("state", info.state());
        entry.put("sessions", info.legs());
        entry.put("since", info.since());
        entry.put("version", info.version());
        entry.put("problem", info.problem());
        entry.put(
                "types",
                backend.capabilities().stream()
                        .map(c -> c.type())
                        .distinct()
                        .sorted()
                        .toList());
        return entry;
    }
}
