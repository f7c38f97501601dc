package io.nkmedia.core.internal.service;

import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.access.KeyFetcher;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.aside.Aside;
import io.nkmedia.core.internal.command.Administration;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.connection.Clients;
import io.nkmedia.core.internal.connection.Tools;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.store.Store;
import io.nkmedia.gateway.Listeners;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All services of this process, as Config Admin has them: a configuration of the factory {@link #PID} is a service. When
 * this bundle is replaced, sessions are handed over; when the framework stops, everything ends.
 */
@Component(
        service = {Services.class, ManagedServiceFactory.class},
        immediate = true,
        property = "service.pid=" + Services.PID)
public final class Services implements ManagedServiceFactory {
    /** The factory of services' configurations. */
    public static final String PID = "io.nkmedia.service";

    /** The property with the document's text. */
    public static final String DOCUMENT = "document";

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    private static final int STOP_SECONDS = 10;
    private static final int SUSPEND_SECONDS = 2;

    private final BundleContext bundles;
    private final Passwords passwords = new Passwords();
    /** For what reads and writes files of services. */
    private final Aside disk = new Aside("nkmedia-services", 2, 1000);

    /** For keys that tokens are signed with: one address after the other. */
    private final Aside fetching = new Aside("nkmedia-keys", 1, 100);

    /** For versions of plugins that take over: each may hang, and then the next ones have a thread still. */
    private final Aside exchanging = new Aside("nkmedia-plugins", 4, 100);

    /** For what writes down what lives: one thread, so that a slow disk holds up nobody else. */
    private final Aside keeping = new Aside("nkmedia-store", 1, 1000);

    private final Store store;
    private final Clients clients;
    private final Handover handover;
    private final ServiceBook book;
    private final Closing closing;
    private final Suspension suspension = new Suspension();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable BackendRuntime runtime;

    @Activate
    public Services(
            @Reference Mailboxes mailboxes,
            @Reference Time time,
            @Reference Listeners listeners,
            @Reference Plugins plugins,
            @Reference ConfigurationAdmin configurations,
            BundleContext bundles) {
        this.bundles = bundles;
        var json = new Json();
        handover = new Handover(json, bundles.getDataFile("handover.json").toPath());
        clients = new Clients(new Tools(json, time, mailboxes), () -> suspend().thenAccept(parts -> {}));
        var data = Path.of(bundles.getProperty("karaf.data"));
        store = new Store(data, json, time, keeping);
        var folder = new ServiceFolder(Path.of(bundles.getProperty("karaf.etc")), data, configurations, json);
        book = new ServiceBook(
                house -> new Platform(
                        mailboxes,
                        time,
                        listeners,
                        plugins,
                        passwords,
                        new KeyFetcher(fetching, time),
                        clients,
                        json,
                        () -> Optional.ofNullable(runtime),
                        house,
                        "nkmedia/" + bundles.getBundle().getVersion(),
                        exchanging,
                        store::shelf),
                new Documents(json),
                folder,
                disk);
        closing = new Closing(book);
        // Now, not when Config Admin calls: connections come back as soon as this component is there.
        var earlier = handover.take();
        for (var configuration : existing(configurations)) {
            var document =
                    ServiceConfiguration.of(configuration.getProperties()).document();
            book.load(name(configuration.getPid()), document, earlier);
        }
    }

    private static List<Configuration> existing(ConfigurationAdmin configurations) {
        try {
            var found = configurations.listConfigurations("(service.factoryPid=" + PID + ")");
            return found == null ? List.of() : List.of(found);
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("services can't be read", e);
        }
    }

    @Deactivate
    void stop() {
        if (bundles.getBundle(0).getState() == Bundle.STOPPING) {
            await(
                    CompletableFuture.allOf(book.running().stream()
                            .map(service -> service.stop().toCompletableFuture())
                            .toArray(CompletableFuture[]::new)),
                    STOP_SECONDS);
            store.clear();
        } else {
            await(
                    suspension
                            .withConnections(book.running())
                            .thenAccept(handover::write)
                            .toCompletableFuture(),
                    SUSPEND_SECONDS);
            book.running().forEach(NkService::release);
        }
        book.scope().close();
        disk.finish();
        keeping.finish();
        passwords.close();
        fetching.close();
        exchanging.close();
    }

    /** The one place that waits: the framework's thread, while this bundle stops. */
    private static void await(CompletableFuture<Void> ended, int seconds) {
        try {
            ended.get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("Services did not come to rest", e);
        }
    }

    /** Stops all sessions' clocks and keeps them as data, for the next core. Idempotent. */
    CompletionStage<List<Handover.Part>> suspend() {
        return suspension.take(book.running());
    }

    // ---- Config Admin ----

    @Override
    public String getName() {
        return "NkMEDIA services";
    }

    @Override
    public void updated(String pid, Dictionary<String, ?> properties) {
        book.changed(name(pid), ServiceConfiguration.of(properties));
    }

    @Override
    public void deleted(String pid) {
        book.deleted(name(pid));
    }

    private static String name(String pid) {
        return pid.substring(pid.indexOf('~') + 1);
    }

    // ---- for protocols and operators ----

    public Optional<NkService> find(String name) {
        return book.service(name);
    }

    public Collection<NkService> all() {
        return book.running();
    }

    public Administration administration() {
        return book.administration();
    }

    public Closing closing() {
        return closing;
    }

    /** Whether another core has taken over, or the server ends. */
    public boolean isOver() {
        return book.scope().isClosed();
    }

    public Passwords passwords() {
        return passwords;
    }

    /** The client connections of all services. */
    Clients clients() {
        return clients;
    }

    public Json json() {
        return book.platform().json();
    }

    public Time time() {
        return book.platform().time();
    }
}
