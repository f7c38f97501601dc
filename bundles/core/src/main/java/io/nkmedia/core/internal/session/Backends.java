package io.nkmedia.core.internal.session;

import io.nkmedia.api.media.MediaBackend;
import java.util.List;
import java.util.Optional;

/** The backends of a service as they are now, in the order in which it lists them. Safe for use by any thread. */
public interface Backends {
    List<MediaBackend> all();

    default Optional<MediaBackend> byName(String name) {
        return all().stream()
                .filter(backend -> backend.info().name().equals(name))
                .findFirst();
    }
}
