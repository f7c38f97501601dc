package io.nkmedia.core.internal.service;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.api.StopReason;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.core.internal.access.Identity;
import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.config.ServiceLog;
import io.nkmedia.core.internal.connection.CloseCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How a service starts, changes, drains and stops. Its steps run on the service's mailbox. */
final class ServiceLife {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final NkService service;
    private final Platform platform;
    private final PluginSet plugins;
    private final PluginWatch watch;
    private final Mailbox box;
    private final Scope scope;
    private final ServiceLog log;
    private final Reconfiguration reconfiguration;
    private volatile ServiceState state = ServiceState.STARTING;
    private volatile Instant since;
    private boolean begun;

    ServiceLife(
            NkService service,
            Platform platform,
            PluginSet plugins,
            PluginWatch watch,
            Mailbox box,
            Scope scope,
            ServiceLog log) {
        this.service = service;
        this.platform = platform;
        this.plugins = plugins;
        this.watch = watch;
        this.box = box;
        this.scope = scope;
        this.log = log;
        since = platform.time().now();
        reconfiguration =
                new Reconfiguration(service.name(), plugins, platform.listeners(), box::must, service::inForce);
    }

    ServiceState state() {
        return state;
    }

    Instant since() {
        return since;
    }

    /** Whether new log-ins and sessions are taken. While it starts only connections of an earlier core can ask. */
    boolean open() {
        return state == ServiceState.RUNNING || state == ServiceState.STARTING;
    }

    /** Whether its plugins have started once: before that nobody knows what they decide about. On the mailbox. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether a session whose socket broke may be gone on with: while it drains, too, until it stops. */
    boolean takesBack() {
        return open() || state == ServiceState.DRAINING;
    }

    /** Goes from one configuration to the next; one at a time. */
    CompletionStage<Void> change(Reconfiguration.Plan plan) {
        var begun = new CompletableFuture<Void>();
        box.must(() -> {
            if (plan.next().document().enabled() && state == ServiceState.STOPPED) {
                state(ServiceState.STARTING);
            }
            reconfiguration.begin(plan).whenCompleteAsync((done, failure) -> begun(plan, begun, failure), box::must);
        });
        return begun;
    }

    private void begun(Reconfiguration.Plan plan, CompletableFuture<Void> changed, @Nullable Throwable failure) {
        begun = true;
        service.pluginsChanged();
        watch.clocks();
        if (failure != null) {
            state(plan.isFirst() ? ServiceState.FAILED : settled());
            changed.completeExceptionally(failure);
            return;
        }
        plan.strangers().forEach(this::leaves);
        boolean ends =
                !plan.next().document().enabled() && plan.before().document().enabled();
        var ended = ends ? endSessions() : CompletableFuture.<Void>completedFuture(null);
        ended.thenCompose(done -> reconfiguration.finish(plan))
                .thenComposeAsync(done -> settled() == ServiceState.STOPPED ? plugins.stop() : swept(), box::must)
                .whenComplete((done, late) -> {
                    service.pluginsChanged();
                    state(settled());
                    changed.complete(null);
                });
    }

    private ServiceState settled() {
        return service.config().document().enabled()
                ? state == ServiceState.DRAINING ? ServiceState.DRAINING : ServiceState.RUNNING
                : ServiceState.STOPPED;
    }

    /** Plugins that only wait for their last session are looked after until they are gone. */
    private CompletionStage<Void> swept() {
        if (!scope.isClosed() && plugins.sweep()) {
            scope.after(platform.time(), SWEEP, () -> box.must(this::swept));
        }
        return CompletableFuture.completedStage(null);
    }

    /** Whoever was removed, or has another password now, has to log in anew. */
    private void leaves(ServiceDocument.User user) {
        boolean removed = service.config().document().auth().users().stream()
                .noneMatch(known -> known.user().equals(user.user()));
        service.connections().ofUser(user.user()).stream()
                .filter(entry -> entry.login().origin() == Identity.Origin.USERS)
                .forEach(entry ->
                        entry.connection().close(CloseCode.STOPPED, removed ? "user removed" : "password changed"));
    }

    private CompletableFuture<Void> endSessions() {
        ends(ServiceState.STOPPING);
        service.connections().serviceOver();
        return service.sessions()
                .destroyAll(StopReason.of(CoreError.SERVICE_UNAVAILABLE))
                .toCompletableFuture();
    }

    /** Takes no new log-ins and sessions any more, or takes them again. */
    void drains(boolean draining) {
        box.must(() -> {
            if (draining && open()) {
                state(ServiceState.DRAINING);
            } else if (!draining && state == ServiceState.DRAINING) {
                state(ServiceState.RUNNING);
            }
        });
    }

    /** Ends it for good: sessions, connections, plugins with what they have outside, listeners. */
    CompletionStage<Void> stop() {
        return endSessions().thenCompose(all -> {
            var stopped = new CompletableFuture<Void>();
            platform.listeners().apply("service " + service.name(), List.of());
            box.must(() -> plugins.stop().whenComplete((ok, failure) -> {
                service.config().backends().forEach(watch::stopInstances);
                ends(ServiceState.STOPPED);
                scope.close();
                service.log().close();
                stopped.complete(null);
            }));
            return stopped;
        });
    }

    private void state(ServiceState next) {
        if (state != next) {
            state = next;
            since = platform.time().now();
            log.info("service {} is {}", service.name(), next);
            service.publish(Event.of(
                    "core", "service", "state", service.name(), Map.of("name", service.name(), "state", next)));
        }
    }

    /** Of one that has never run, or has stopped, there is nothing to tell. */
    private void ends(ServiceState next) {
        if (state != ServiceState.FAILED && state != ServiceState.STOPPED) {
            state(next);
        }
    }
}
