package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.command.Administration;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code nkmedia:service-stop}. */
@Service
@Command(scope = "nkmedia", name = "service-stop", description = "Stops a service at once and keeps its configuration")
public final class ServiceStopCommand extends ServiceChange {
    @Override
    CompletionStage<Void> change(Administration administration) {
        return administration.stop(service, Duration.ZERO, Operator.NAME);
    }
}
