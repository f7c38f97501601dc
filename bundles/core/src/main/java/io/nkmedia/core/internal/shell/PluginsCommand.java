package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.NkService;
import io.nkmedia.core.internal.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** {@code nkmedia:plugins}. */
@Service
@Command(
        scope = "nkmedia",
        name = "plugins",
        description = "Lists plugins, who brings them and who uses them; says what those lack that don't work")
public final class PluginsCommand implements Action {
    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    @Reference
    BundleContext bundles;

    @Reference
    ServiceComponentRuntime components;

    @Override
    public @Nullable Object execute() {
        var rows = new Rows("plugin", "bundle", "version", "services", "lacks");
        var missing = new TreeSet<String>();
        services.all().forEach(service -> service.slots().forEach(slot -> missing.add(slot.plugin())));
        for (var provider : new PluginReport(bundles, components).all()) {
            missing.remove(provider.plugin());
            rows.add(
                    provider.plugin(),
                    provider.bundle(),
                    provider.version(),
                    services.all().stream()
                            .filter(service -> service.slots().stream()
                                    .anyMatch(slot -> slot.bundle().equals(OptionalLong.of(provider.id()))))
                            .map(NkService::name)
                            .toList(),
                    lacks(provider));
        }
        missing.forEach(plugin -> rows.add(plugin, "", "", users(plugin), List.of("a bundle that brings it")));
        rows.print(services.json(), asJson);
        return null;
    }

    /** Where it could not start it isn't tried again, until it or the configuration changes. */
    private List<String> lacks(PluginReport.Provider provider) {
        var lacks = new ArrayList<>(provider.lacks());
        services.all()
                .forEach(service -> service.slots().stream()
                        .filter(slot -> slot.plugin().equals(provider.plugin())
                                && slot.failedVersions().contains(provider.version()))
                        .forEach(slot -> lacks.add("it failed to start for " + service.name())));
        return lacks;
    }

    private List<String> users(String plugin) {
        return services.all().stream()
                .filter(service ->
                        service.slots().stream().anyMatch(slot -> slot.plugin().equals(plugin)))
                .map(NkService::name)
                .toList();
    }
}
