package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:connections}. */
@Service
@Command(scope = "nkmedia", name = "connections", description = "Lists client connections that are logged in")
public final class ConnectionsCommand implements Action {
    @Option(name = "--service", description = "Only of this service")
    @Completion(ServiceNames.class)
    String only = "";

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() {
        var rows = new Rows("service", "session_id", "user", "roles", "address", "transport", "since");
        for (var service : Chosen.of(services, only)) {
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
        rows.print(services.json(), asJson);
        return null;
    }
}
