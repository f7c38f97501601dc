package io.nkmedia.api.service;

import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.hook.Authenticator;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.CallbackPoint;
import io.nkmedia.api.hook.EventFilter;
import io.nkmedia.api.hook.RequestFilter;
import io.nkmedia.api.hook.SessionListener;
import io.nkmedia.api.media.MediaBackend;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The part of a plugin that exists once for each service which lists it. An OSGi service of scope PROTOTYPE with the
 * property {@link #PLUGIN}; core takes one instance for each such service and gives it back when the service no longer
 * lists the plugin.
 *
 * <p>There are two ways to end. {@link #stop()}: the service doesn't want it any more; give back everything outside this
 * process too. Deactivation without it: the bundle is being replaced; only clean up in this process, a newer instance
 * carries on with what is outside (engines, connections of the gateway).
 *
 * <p>Called on the service's mailbox, one call at a time; must not block.
 */
@ConsumerType
public interface ServiceExtension {
    /** The name of the service property with the plugin's name: what {@code plugins} lists, or a backend's kind. */
    String PLUGIN = "nkmedia.plugin";

    /**
     * The name of the service property with the plugins that this one needs, as an array or a list with commas. They are
     * added to each service that has this one, start before it, stop after it, and are asked after it.
     */
    String REQUIRES = "nkmedia.requires";

    /**
     * Begins. A service is usable before its backends are ready, so this doesn't wait for them.
     *
     * @return fails with an {@link io.nkmedia.api.ApiException}, its field a key of the plugin's own part, if it doesn't
     *     want this configuration: then a change of the service is refused as a whole. The same after 10 s
     */
    CompletionStage<Void> start(ServiceContext context);

    /**
     * The configuration has changed, as far as the plugin can see it; {@link ServiceContext#config()} and its like give
     * the new one already.
     *
     * @return fails as {@link #start} does; it is called once more with the configuration of before, and so it is if
     *     somebody else refuses the change
     */
    CompletionStage<Void> update(ServiceContext context);

    /** Ends for good, within 10 s. */
    CompletionStage<Void> stop();

    /** What it adds to the management API of this service. */
    default Collection<ApiCommand<?>> commands() {
        return List.of();
    }

    /** Its media backends in this service, now. {@link ServiceContext#changed()} tells of changes. */
    default Collection<MediaBackend> backends() {
        return List.of();
    }

    // ---- hooks: read after start and update, and when ServiceContext.changed() is called; asked in this order ----

    /** Who decides about log-ins. */
    default Collection<Authenticator> authenticators() {
        return List.of();
    }

    /** Who decides about commands and subscriptions. */
    default Collection<Authorizer> authorizers() {
        return List.of();
    }

    /** What stands around each command. */
    default Collection<RequestFilter> requestFilters() {
        return List.of();
    }

    /** What looks at each event before a client gets it. */
    default Collection<EventFilter> eventFilters() {
        return List.of();
    }

    /** Who hears of media sessions. */
    default Collection<SessionListener> sessionListeners() {
        return List.of();
    }

    /** Where programs outside may decide, beside core's own callbacks. */
    default Collection<CallbackPoint> callbacks() {
        return List.of();
    }
}
