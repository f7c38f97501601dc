package io.nkmedia.core.internal.shell;

import io.nkmedia.api.service.BackendConfig;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes names of backends. */
@Service
public final class BackendNames extends Names {
    @Override
    Stream<String> all() {
        return services.all().stream()
                .flatMap(service -> service.config().backends().stream())
                .map(BackendConfig::name);
    }
}
