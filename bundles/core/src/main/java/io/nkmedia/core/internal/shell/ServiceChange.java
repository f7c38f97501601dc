package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.command.Administration;
import io.nkmedia.core.internal.service.Services;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** A command that does one thing with a service, and waits until it is done. */
abstract class ServiceChange implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    @Completion(ServiceNames.class)
    String service = "";

    @Reference
    Services services;

    abstract CompletionStage<Void> change(Administration administration);

    /** How long it may take. */
    Duration limit() {
        return Operator.CHANGE;
    }

    @Override
    public final @Nullable Object execute() throws InterruptedException {
        Waiting.on(change(services.administration()), limit());
        return null;
    }
}
