package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:user-remove}. */
@Service
@Command(scope = "nkmedia", name = "user-remove", description = "Removes a user; its connections close")
public final class UserRemoveCommand implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    @Completion(ServiceNames.class)
    String service = "";

    @Argument(index = 1, name = "user", description = "Name of the user", required = true)
    @Completion(UserNames.class)
    String user = "";

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        Waiting.on(services.administration().removeUser(service, user, Operator.NAME), Operator.CHANGE);
        return null;
    }
}
