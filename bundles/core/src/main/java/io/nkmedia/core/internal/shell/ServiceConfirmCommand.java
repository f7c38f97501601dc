package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.command.Administration;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code nkmedia:service-confirm}. */
@Service
@Command(scope = "nkmedia", name = "service-confirm", description = "Keeps a change that would be taken back")
public final class ServiceConfirmCommand extends ServiceChange {
    @Override
    CompletionStage<Void> change(Administration administration) {
        return administration.confirm(service);
    }
}
