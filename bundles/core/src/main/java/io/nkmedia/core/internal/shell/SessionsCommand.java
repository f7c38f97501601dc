package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.NkService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code nkmedia:sessions}. */
@Service
@Command(scope = "nkmedia", name = "sessions", description = "Lists media sessions, the first 1,000 of each service")
public final class SessionsCommand extends ListOfServices {
    private static final int MOST = 1000;

    @Override
    Rows rows() {
        return new Rows("service", "session_id", "type", "state", "user_id", "backend", "start_time");
    }

    @Override
    void add(NkService service, Rows rows) throws InterruptedException {
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
}
