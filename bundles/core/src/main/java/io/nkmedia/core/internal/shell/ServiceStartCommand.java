package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:service-start}. */
@Service
@Command(scope = "nkmedia", name = "service-start", description = "Starts a stopped service, or ends its draining")
public final class ServiceStartCommand implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    @Completion(ServiceNames.class)
    String service = "";

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        Waiting.on(services.administration().start(service, Operator.NAME), Operator.CHANGE);
        return null;
    }
}
