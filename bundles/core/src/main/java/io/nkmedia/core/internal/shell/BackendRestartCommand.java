package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:backend-restart}. */
@Service
@Command(
        scope = "nkmedia",
        name = "backend-restart",
        description = "Ends a backend's engine and starts a fresh one; its sessions end")
public final class BackendRestartCommand implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    @Completion(ServiceNames.class)
    String service = "";

    @Argument(index = 1, name = "backend", description = "Name of the backend", required = true)
    @Completion(BackendNames.class)
    String backend = "";

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() {
        Chosen.of(services, service)
                .forEach(one -> one.backends()
                        .byName(backend)
                        .orElseThrow(
                                () -> new IllegalArgumentException("service " + service + " has no backend " + backend))
                        .restart());
        return null;
    }
}
