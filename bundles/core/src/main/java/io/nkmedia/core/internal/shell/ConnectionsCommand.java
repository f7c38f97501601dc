package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.NkService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code nkmedia:connections}. */
@Service
@Command(scope = "nkmedia", name = "connections", description = "Lists client connections that are logged in")
public final class ConnectionsCommand extends ListOfServices {
    @Override
    Rows rows() {
        return new Rows("service", "session_id", "user", "roles", "address", "transport", "since");
    }

    @Override
    void add(NkService service, Rows rows) {
        for (var entry : service.connections().loggedIn()) {
            var info = entry.connection().info();
            rows.add(
                    service.name(),
                    entry.login().sessionId(),
                    entry.login().user(),
                    entry.login().roles().stream().sorted().toList(),
                    info.remoteAddress(),
                    info.transport(),
                    Rows.time(entry.login().since()));
        }
    }
}
