package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.session.MediaSession;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes ids of media sessions, the first 1,000 of each service. */
@Service
public final class SessionIds extends Names {
    @Override
    Stream<String> all() {
        return services.all().stream()
                .flatMap(service -> service.sessions().list("", 1000, each -> true).stream())
                .map(MediaSession::id);
    }
}
