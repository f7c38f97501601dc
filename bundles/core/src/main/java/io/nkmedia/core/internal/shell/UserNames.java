package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.config.ServiceDocument;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes names of configured users. */
@Service
public final class UserNames extends Names {
    @Override
    Stream<String> all() {
        return services.all().stream()
                .flatMap(service -> service.config().document().auth().users().stream())
                .map(ServiceDocument.User::user);
    }
}
