package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.NkService;
import io.nkmedia.core.internal.service.Services;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:services}. */
@Service
@Command(scope = "nkmedia", name = "services", description = "Lists the services and what is wrong with them")
public final class ServicesCommand implements Action {
    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() {
        var rows = new Rows("name", "state", "connections", "sessions", "plugins", "listeners", "since", "error");
        for (var view : services.administration().list()) {
            var service = services.find(view.name());
            rows.add(
                    view.name(),
                    view.state(),
                    service.map(s -> s.connections().count()).orElse(0),
                    service.map(s -> s.sessions().count()).orElse(0),
                    service.map(NkService::plugins).orElse(List.of()),
                    view.listeners().stream().map(each -> each.get("url")).toList(),
                    Rows.time(view.since()),
                    view.error());
        }
        rows.print(services.json(), asJson);
        return null;
    }
}
