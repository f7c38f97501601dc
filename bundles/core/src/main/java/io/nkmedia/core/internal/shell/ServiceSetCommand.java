package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.command.Administration;
import io.nkmedia.core.internal.service.Services;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:service-set}. */
@Service
@Command(scope = "nkmedia", name = "service-set", description = "Changes a running service, as a whole or not at all")
public final class ServiceSetCommand implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    @Completion(ServiceNames.class)
    String service = "";

    @Argument(
            index = 1,
            name = "keys",
            description = "Keys of its document, as path=value; a value is JSON or a text, null takes a key away",
            required = true,
            multiValued = true)
    List<String> keys = List.of();

    @Option(name = "--replace", description = "The keys are the whole document")
    boolean replace;

    @Option(name = "--dry-run", description = "Only checks, and tells what would change")
    boolean dryRun;

    @Option(name = "--confirm", description = "Takes the change back after this time (5s to 1h) unless it is confirmed")
    String confirm = "";

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        var trial = confirm.isEmpty()
                ? Optional.<Administration.Trial>empty()
                : Optional.of(new Administration.Trial(Durations.parse(confirm, 5, 3600), Optional.empty()));
        var change = new Administration.Change(service, Keys.parse(services.json(), keys), replace, dryRun, trial);
        var applied = Waiting.on(services.administration().update(change, Operator.NAME), Operator.CHANGE);
        Rows.one(services.json(), services.json().plainObject(services.json().tree(applied)), asJson);
        return null;
    }
}
