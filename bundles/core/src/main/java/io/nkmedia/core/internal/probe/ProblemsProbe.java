package io.nkmedia.core.internal.probe;

import io.nkmedia.core.internal.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What is wrong with services and their plugins, as sentences. Any thread. */
@Component(service = Supplier.class, property = "nkmedia.upgrade.probe=problems")
public final class ProblemsProbe implements Supplier<Map<String, List<String>>> {
    private final Services services;

    @Activate
    public ProblemsProbe(@Reference Services services) {
        this.services = services;
    }

    @Override
    public Map<String, List<String>> get() {
        var problems = new ArrayList<String>();
        for (var service : services.all()) {
            for (var slot : service.slots()) {
                slot.problem()
                        .ifPresent(what -> problems.add(
                                "plugin " + slot.plugin() + " of service " + service.name() + ": " + what));
            }
        }
        return Map.of("plugin", problems);
    }
}
