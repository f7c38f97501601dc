package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.NkService;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code nkmedia:users}. */
@Service
@Command(scope = "nkmedia", name = "users", description = "Lists configured users, and how many connections each has")
public final class UsersCommand extends ListOfServices {
    @Override
    Rows rows() {
        return new Rows("service", "user", "roles", "connections");
    }

    @Override
    void add(NkService service, Rows rows) {
        for (var user : service.config().document().auth().users()) {
            rows.add(
                    service.name(),
                    user.user(),
                    user.roles(),
                    service.connections().ofUser(user.user()).size());
        }
    }
}
