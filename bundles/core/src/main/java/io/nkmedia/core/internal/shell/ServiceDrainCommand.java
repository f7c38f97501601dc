package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:service-drain}. */
@Service
@Command(
        scope = "nkmedia",
        name = "service-drain",
        description = "Takes nothing new, and stops when the last session has ended")
public final class ServiceDrainCommand implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    @Completion(ServiceNames.class)
    String service = "";

    @Argument(
            index = 1,
            name = "time",
            description = "How long sessions may go on: 60s, 5m, up to 24h",
            required = true)
    String time = "";

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        var drain = Durations.parse(time, 1, 86_400);
        Waiting.on(services.administration().stop(service, drain, Operator.NAME), Operator.CHANGE.plus(drain));
        return null;
    }
}
