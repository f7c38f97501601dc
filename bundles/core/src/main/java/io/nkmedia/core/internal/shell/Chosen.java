package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.NkService;
import io.nkmedia.core.internal.service.Services;
import io.nkmedia.core.internal.session.MediaSession;
import java.util.Collection;
import java.util.List;

/** What an operator named. */
final class Chosen {
    private Chosen() {}

    /** The service of this name, or all if none was given. */
    static Collection<NkService> of(Services services, String name) {
        return name.isEmpty()
                ? services.all()
                : List.of(services.find(name)
                        .orElseThrow(() -> new IllegalArgumentException("there is no service " + name)));
    }

    /** A media session of any service; one that has just ended, too. */
    static MediaSession session(Services services, String id) {
        return services.all().stream()
                .flatMap(service -> service.sessions().remembered(id).stream())
                .findFirst()
                .orElseThrow(() -> noSession(id));
    }

    /** The service that has this media session, or had it until just now. */
    static NkService serviceOf(Services services, String sessionId) {
        return services.all().stream()
                .filter(service -> service.sessions().remembered(sessionId).isPresent())
                .findFirst()
                .orElseThrow(() -> noSession(sessionId));
    }

    private static IllegalArgumentException noSession(String id) {
        return new IllegalArgumentException("there is no session " + id);
    }
}
