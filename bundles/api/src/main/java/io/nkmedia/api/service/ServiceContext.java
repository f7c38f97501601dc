package io.nkmedia.api.service;

import io.nkmedia.api.Event;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** What a plugin's instance knows of its service. Safe for use by any thread. */
@ProviderType
public interface ServiceContext {
    /** The service's name. */
    String service();

    /** The plugin's own part of the service's configuration; empty if there is none. */
    Map<String, Object> config();

    /** The entries of {@code backends} whose kind is this plugin. */
    List<BackendConfig> backends();

    /** Publishes an event in this service. Never waits. */
    void publish(Event event);

    /** Tells that {@link ServiceExtension#backends()} or the state of one of them has changed. */
    void changed();
}
