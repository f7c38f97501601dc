package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.command.Administration;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes names of services. */
@Service
public final class ServiceNames extends Names {
    @Override
    Stream<String> all() {
        return services.administration().list().stream().map(Administration.View::name);
    }
}
