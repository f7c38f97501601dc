package io.nkmedia.testing.backend;

import io.nkmedia.api.media.MediaBackend;
import java.util.List;

/** A backend with an engine that really runs, as the contract needs it. */
public interface BackendFixture extends AutoCloseable {
    MediaBackend backend();

    /** The ids of the legs that the engine itself knows. */
    List<String> legs();

    /** The engine dies at once. */
    void kill();

    /** The backend's bundle is replaced while the engine goes on; gives the new one, which may not be ready yet. */
    MediaBackend replace();

    /** The service doesn't want the backend any more. */
    void stop();

    @Override
    void close();
}
