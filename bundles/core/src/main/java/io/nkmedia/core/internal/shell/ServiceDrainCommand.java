package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.command.Administration;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code nkmedia:service-drain}. */
@Service
@Command(
        scope = "nkmedia",
        name = "service-drain",
        description = "Takes nothing new, and stops when the last session has ended")
public final class ServiceDrainCommand extends ServiceChange {
    @Argument(
            index = 1,
            name = "time",
            description = "How long sessions may go on: 60s, 5m, up to 24h",
            required = true)
    String time = "";

    private Duration drain() {
        return Durations.parse(time, 1, 86_400);
    }

    @Override
    CompletionStage<Void> change(Administration administration) {
        return administration.stop(service, drain(), Operator.NAME);
    }

    @Override
    Duration limit() {
        return Operator.CHANGE.plus(drain());
    }
}
