package io.nkmedia.core.internal.probe;

import io.nkmedia.api.media.BackendState;
import io.nkmedia.core.internal.service.NkService;
import io.nkmedia.core.internal.service.ServiceState;
import io.nkmedia.core.internal.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What is there for clients: services that run, their plugins, their backends that are ready. Any thread, often. */
@Component(service = Supplier.class, property = "nkmedia.upgrade.probe=serving")
public final class ServingProbe implements Supplier<Map<String, List<String>>> {
    private final Services services;

    @Activate
    public ServingProbe(@Reference Services services) {
        this.services = services;
    }

    @Override
    public Map<String, List<String>> get() {
        var running = services.all().stream()
                .filter(service -> service.state() == ServiceState.RUNNING)
                .toList();
        var plugins = new ArrayList<String>();
        var backends = new ArrayList<String>();
        for (var service : running) {
            service.slots().stream()
                    .filter(slot -> slot.bundle().isPresent())
                    .forEach(slot -> plugins.add(service.name() + "/" + slot.plugin()));
            service.backends().all().stream()
                    .map(backend -> backend.info())
                    .filter(info -> info.state() == BackendState.READY)
                    .forEach(info -> backends.add(service.name() + "/" + info.name()));
        }
        return Map.of(
                "service", running.stream().map(NkService::name).toList(), "plugin", plugins, "backend", backends);
    }
}
