package io.nkmedia.api.service;

import io.nkmedia.api.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    /** Tells that {@link ServiceExtension#backends()}, the state of one of them, or the plugin's hooks have changed. */
    void changed();

    /**
     * Asks a program that has registered for a {@link io.nkmedia.api.hook.CallbackPoint} of this plugin: the one of
     * highest priority, in turn among equals, and the next one if it says {@code not_implemented}, goes away or is silent
     * for 5 s (180 s after its ack).
     *
     * @return what it answered, or empty if nobody is there (any more): then the plugin's own rule counts; fails with an
     *     {@link io.nkmedia.api.ApiException} if it answered another error: then deny
     */
    default CompletionStage<Optional<Map<String, Object>>> callback(String name, Map<String, Object> data) {
        return CompletableFuture.completedStage(Optional.empty());
    }
}
