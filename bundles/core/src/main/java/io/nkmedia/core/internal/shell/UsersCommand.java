package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:users}. */
@Service
@Command(scope = "nkmedia", name = "users", description = "Lists configured users, and how many connections each has")
public final class UsersCommand implements Action {
    @Option(name = "--service", description = "Only of this service")
    @Completion(ServiceNames.class)
    String only = "";

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() {
        var rows = new Rows("service", "user", "roles", "connections");
        for (var service : Chosen.of(services, only)) {
            for (var user : service.config().document().auth().users()) {
                rows.add(
                        service.name(),
                        user.user(),
                        user.roles(),
                        service.connections().ofUser(user.user()).size());
            }
        }
        rows.print(services.json(), asJson);
        return null;
    }
}
