package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.command.Administration;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code nkmedia:service-start}. */
@Service
@Command(scope = "nkmedia", name = "service-start", description = "Starts a stopped service, or ends its draining")
public final class ServiceStartCommand extends ServiceChange {
    @Override
    CompletionStage<Void> change(Administration administration) {
        return administration.start(service, Operator.NAME);
    }
}
