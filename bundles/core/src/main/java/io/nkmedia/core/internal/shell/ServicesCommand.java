package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:services}. */
@Service
@Command(scope = "nkmedia", name = "services", description = "Lists the services and what is wrong with them")
public final class ServicesCommand implements Action {
    @Reference
    Services services;

    @Override
    public @Nullable Object execute() {
        var table = new ShellTable();
        table.column("Name");
        table.column("State");
        table.column("Connections").alignRight();
        table.column("Sessions").alignRight();
        table.column("Plugins");
        services.all()
                .forEach(service -> table.addRow()
                        .addContent(
                                service.name(),
                                service.state(),
                                service.connections().count(),
                                service.sessions().count(),
                                String.join(", ", service.plugins())));
        table.print(System.out);
        services.problems().forEach((name, problem) -> System.out.println(name + ": " + problem));
        return null;
    }
}
