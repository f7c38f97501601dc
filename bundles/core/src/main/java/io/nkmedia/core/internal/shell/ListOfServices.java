package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.NkService;
import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** A command that lists something of one service, or of all. */
abstract class ListOfServices implements Action {
    @Option(name = "--service", description = "Only of this service")
    @Completion(ServiceNames.class)
    String only = "";

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    /** An empty list with its columns. */
    abstract Rows rows();

    /** Adds what a service has. */
    abstract void add(NkService service, Rows rows) throws InterruptedException;

    @Override
    public final @Nullable Object execute() throws InterruptedException {
        var rows = rows();
        for (var service : Chosen.of(services, only)) {
            add(service, rows);
        }
        rows.print(services.json(), asJson);
        return null;
    }
}
