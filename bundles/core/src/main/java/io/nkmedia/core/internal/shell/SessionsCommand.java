package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:sessions}. */
@Service
@Command(scope = "nkmedia", name = "sessions", description = "Lists media sessions, the first 1,000 of each service")
public final class SessionsCommand implements Action {
    private static final int MOST = 1000;

    @Option(name = "--service", description = "Only of this service")
    @Completion(ServiceNames.class)
    String only = "";

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        var rows = new Rows("service", "session_id", "type", "state", "user_id", "backend", "start_time");
        for (var service : Chosen.of(services, only)) {
            for (var session : service.sessions().list("", MOST, each -> true)) {
                var info = Waiting.on(session.describe(false, true), Operator.LOOK);
                rows.add(
                        service.name(),
                        session.id(),
                        info.getOrDefault("type", ""),
                        info.getOrDefault("state", ""),
                        info.getOrDefault("user_id", ""),
                        info.getOrDefault("backend", ""),
                        info.getOrDefault("start_time", ""));
            }
        }
        rows.print(services.json(), asJson);
        return null;
    }
}
