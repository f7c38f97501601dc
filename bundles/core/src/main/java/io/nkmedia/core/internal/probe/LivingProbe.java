package io.nkmedia.core.internal.probe;

import io.nkmedia.core.internal.service.Services;
import io.nkmedia.core.internal.session.MediaSession;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The ids of all media sessions. Any thread. */
@Component(service = Supplier.class, property = "nkmedia.upgrade.probe=living")
public final class LivingProbe implements Supplier<Map<String, List<String>>> {
    private final Services services;

    @Activate
    public LivingProbe(@Reference Services services) {
        this.services = services;
    }

    @Override
    public Map<String, List<String>> get() {
        return Map.of(
                "sessions",
                services.all().stream()
                        .flatMap(service -> service.sessions().list("", Integer.MAX_VALUE, any -> true).stream())
                        .map(MediaSession::id)
                        .toList());
    }
}
