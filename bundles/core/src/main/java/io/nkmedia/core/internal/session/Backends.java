package io.nkmedia.core.internal.session;

import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.MediaBackend;
import java.util.List;
import java.util.Optional;

/** The backends of a service as they are now, in the order in which it lists them. Safe for use by any thread. */
public interface Backends {
    List<MediaBackend> all();

    /** All of a name: while one drains, the one that takes its place has the same. */
    default List<MediaBackend> named(String name) {
        return all().stream()
                .filter(backend -> backend.info().name().equals(name))
                .toList();
    }

    /** The one of a name that takes new legs; if none does, any. */
    default Optional<MediaBackend> byName(String name) {
        var named = named(name);
        return named.stream()
                .filter(backend -> backend.info().state() == BackendState.READY)
                .findFirst()
                .or(() -> named.stream().findFirst());
    }
}
