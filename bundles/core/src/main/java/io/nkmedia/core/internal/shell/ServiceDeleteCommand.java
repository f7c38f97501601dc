package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.command.Administration;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code nkmedia:service-delete}. */
@Service
@Command(scope = "nkmedia", name = "service-delete", description = "Deletes a stopped service with its configuration")
public final class ServiceDeleteCommand extends ServiceChange {
    @Override
    CompletionStage<Void> change(Administration administration) {
        return administration.delete(service, Operator.NAME);
    }
}
