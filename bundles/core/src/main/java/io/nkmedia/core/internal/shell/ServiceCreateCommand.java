package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:service-create}. */
@Service
@Command(scope = "nkmedia", name = "service-create", description = "Makes a service and starts it")
public final class ServiceCreateCommand implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    String service = "";

    @Argument(
            index = 1,
            name = "keys",
            description = "Keys of its document, as path=value; a value is JSON or a text",
            multiValued = true)
    List<String> keys = List.of();

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        var config = Keys.parse(services.json(), keys);
        var created = Waiting.on(services.administration().create(service, config, Operator.NAME), Operator.CHANGE);
        Rows.one(services.json(), Map.of("name", created.name(), "uuid", created.uuid()), asJson);
        return null;
    }
}
