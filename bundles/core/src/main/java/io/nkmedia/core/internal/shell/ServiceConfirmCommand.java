package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:service-confirm}. */
@Service
@Command(scope = "nkmedia", name = "service-confirm", description = "Keeps a change that would be taken back")
public final class ServiceConfirmCommand implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    @Completion(ServiceNames.class)
    String service = "";

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        Waiting.on(services.administration().confirm(service), Operator.CHANGE);
        return null;
    }
}
