package io.nkmedia.core.internal.service;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.access.KeyFetcher;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.aside.Aside;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.connection.ClientConnection;
import io.nkmedia.core.internal.connection.Clients;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.gateway.Listeners;
import java.io.IOException;
import java.util.Collection;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
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
    private final Documents documents;
    private final Passwords passwords = new Passwords();

    /** For keys that tokens are signed with: one address after the other. */
    private final Aside fetching = new Aside("nkmedia-keys", 1, 100);

    private final Clients clients;
    private final Handover handover;
    private final Platform platform;
    private final Map<String, NkService> byName = new ConcurrentSkipListMap<>();
    private final Map<String, String> namesByPid = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final Map<String, String> problems = new ConcurrentSkipListMap<>();
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
        documents = new Documents(json);
        handover = new Handover(json, bundles.getDataFile("handover.json").toPath());
        clients = new Clients(
                new ClientConnection.Tools(json, time, mailboxes),
                () -> suspend().thenAccept(parts -> {}));
        platform = new Platform(
                mailboxes,
                time,
                listeners,
                plugins,
                passwords,
                new KeyFetcher(fetching, time),
                clients,
                this::find,
                json,
                () -> Optional.ofNullable(runtime),
                "nkmedia/" + bundles.getBundle().getVersion());
        // Now, not when Config Admin calls: connections come back as soon as this component is there.
        var earlier = handover.take();
        for (var configuration : existing(configurations)) {
            accept(configuration.getPid(), text(configuration.getProperties()), earlier);
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
                    CompletableFuture.allOf(byName.values().stream()
                            .map(service -> service.stop().toCompletableFuture())
                            .toArray(CompletableFuture[]::new)),
                    STOP_SECONDS);
        } else {
            await(
                    suspension
                            .withConnections(byName.values())
                            .thenAccept(handover::write)
                            .toCompletableFuture(),
                    SUSPEND_SECONDS);
            byName.values().forEach(NkService::release);
        }
        passwords.close();
        fetching.close();
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
        return suspension.take(byName.values());
    }

    // ---- Config Admin ----

    @Override
    public String getName() {
        return "NkMEDIA services";
    }

    @Override
    public void updated(String pid, Dictionary<String, ?> properties) {
        accept(pid, text(properties), Map.of());
    }

    @Override
    public void deleted(String pid) {
        var name = namesByPid.remove(pid);
        texts.remove(pid);
        if (name != null) {
            problems.remove(name);
            var service = byName.remove(name);
            if (service != null) {
                service.stop();
            }
        }
    }

    private static String text(@Nullable Dictionary<String, ?> properties) {
        var text = properties == null ? null : properties.get(DOCUMENT);
        return text == null ? "" : text.toString();
    }

    private void accept(String pid, String text, Map<String, Handover.Part> earlier) {
        if (text.equals(texts.put(pid, text))) {
            return;
        }
        var label = pid.substring(pid.indexOf('~') + 1);
        try {
            var checked = documents.parse(text);
            platform.plugins().check(checked.plugins());
            var name = checked.document().name();
            if (byName.containsKey(name) && !name.equals(namesByPid.get(pid))) {
                problems.put(label, "another configuration has the name " + name);
                LOG.error("Configuration {}: another one has the name {}", pid, name);
                return;
            }
            problems.remove(label);
            namesByPid.put(pid, name);
            open(name, checked, earlier.getOrDefault(name, Handover.Part.nothing(name)));
        } catch (ApiException broken) {
            problems.put(label, broken.text());
            LOG.error("Service {}: configuration refused, what was in force stays: {}", label, broken.text());
        } catch (RuntimeException bug) {
            // One service's document must not keep the others from starting.
            problems.put(label, "the configuration could not be read: see the log");
            LOG.error("Service {}: configuration refused because of a bug", label, bug);
        }
    }

    private void open(String name, Documents.Checked checked, Handover.Part earlier) {
        var known = byName.get(name);
        if (known != null) {
            known.update(checked);
            return;
        }
        var service = new NkService(platform, checked);
        byName.put(name, service);
        service.start(earlier.sessions(), earlier.connections());
    }

    // ---- for protocols and operators ----

    public Optional<NkService> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<NkService> all() {
        return byName.values();
    }

    /** What is wrong with configurations that were refused, by name. */
    public Map<String, String> problems() {
        return problems;
    }

    /** The client connections of all services. */
    Clients clients() {
        return clients;
    }

    /** A password's hash, for an operator's command: slow. */
    public String hash(String password) {
        return passwords.hash(password);
    }
}
