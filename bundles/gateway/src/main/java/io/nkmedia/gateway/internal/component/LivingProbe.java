package io.nkmedia.gateway.internal.component;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The ids of all sockets, for whoever wants to know which of them outlive an upgrade. Any thread. */
@Component(service = Supplier.class, property = "nkmedia.upgrade.probe=living")
public final class LivingProbe implements Supplier<Map<String, List<String>>> {
    private final Gateway gateway;

    @Activate
    public LivingProbe(@Reference Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public Map<String, List<String>> get() {
        return Map.of("sockets", gateway.links().ids());
    }
}
