package io.nkmedia.core.internal.service;

import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.base.Time;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's place in a service: filled when an instance of the plugin is there. Belongs to the service's mailbox; what is
 * read by others is volatile.
 */
final class PluginSlot {
    private static final Logger LOG = LoggerFactory.getLogger(PluginSlot.class);

    private final String plugin;
    private final Plugins plugins;
    private final ServiceContext context;
    private volatile Optional<Plugins.Lease> lease = Optional.empty();
    private Optional<Time.Timer> grace = Optional.empty();
    private List<String> required = List.of();
    private volatile boolean waiting;
    private boolean guardsLogins;
    private boolean guardsRequests;

    PluginSlot(String plugin, Plugins plugins, ServiceContext context) {
        this.plugin = plugin;
        this.plugins = plugins;
        this.context = context;
    }

    String plugin() {
        return plugin;
    }

    Optional<String> version() {
        return lease.map(Plugins.Lease::version);
    }

    /** For an operator. */
    String describe(long failures) {
        return plugin + " " + version().orElse(waiting ? "(waits for what it requires)" : "(missing)")
                + (failures == 0 ? "" : " (" + failures + " failed calls)");
    }

    Collection<MediaBackend> backends() {
        return lease.map(Plugins.Lease::extension)
                .map(ServiceExtension::backends)
                .orElse(List.of());
    }

    Collection<ApiCommand<?>> commands() {
        return lease.map(Plugins.Lease::extension)
                .map(ServiceExtension::commands)
                .orElse(List.of());
    }

    boolean isFilled() {
        return lease.isPresent();
    }

    /** The clock that runs while the plugin is away; empty when it is there. The one before is stopped. */
    void grace(Optional<Time.Timer> running) {
        grace.ifPresent(Time.Timer::close);
        grace = running;
    }

    /** What it required when it was last there. */
    List<String> required() {
        return required;
    }

    /** Whether it is installed and waits for what it requires. */
    boolean isWaiting() {
        return waiting;
    }

    Optional<ServiceExtension> extension() {
        return lease.map(Plugins.Lease::extension);
    }

    /** Notes what it decides about: while it is away, nobody must get by. */
    void guards(boolean logins, boolean requests) {
        guardsLogins = logins;
        guardsRequests = requests;
    }

    boolean guardsLogins() {
        return guardsLogins;
    }

    boolean guardsRequests() {
        return guardsRequests;
    }

    /**
     * Gives a gone instance back, takes one that is there. True if it has changed.
     *
     * @param ready whether all that it requires are there
     */
    boolean refresh(boolean ready, List<String> requires) {
        boolean changed = false;
        required = requires;
        if (lease.filter(l -> !plugins.serves(l)).isPresent()) {
            LOG.info("Service {}: plugin {} is gone", context.service(), plugin);
            release();
            changed = true;
        }
        waiting = lease.isEmpty() && !ready && plugins.requires(plugin).isPresent();
        if (lease.isEmpty() && ready) {
            lease = plugins.lease(plugin);
            lease.ifPresent(this::start);
            changed |= lease.isPresent();
        }
        return changed;
    }

    private void start(Plugins.Lease taken) {
        LOG.info("Service {}: plugin {} {} starts", context.service(), plugin, taken.version());
        guarded("start", () -> taken.extension().start(context));
    }

    /** The configuration has changed. */
    CompletionStage<Void> update() {
        return lease.map(l -> guarded("update", () -> l.extension().update(context)))
                .orElse(CompletableFuture.completedStage(null));
    }

    /** Ends it for good. */
    CompletionStage<Void> stop() {
        return lease.map(l -> guarded("stop", () -> l.extension().stop()).whenComplete((done, failure) -> release()))
                .orElse(CompletableFuture.completedStage(null));
    }

    /** Gives the instance back without ending what it has outside. */
    void release() {
        lease.ifPresent(Plugins.Lease::close);
        lease = Optional.empty();
    }

    /** A plugin that fails is logged and hurts only itself. */
    private CompletionStage<Void> guarded(String what, Supplier<CompletionStage<Void>> call) {
        try {
            return call.get().exceptionally(failure -> {
                LOG.error("Service {}: plugin {} failed to {}", context.service(), plugin, what, failure);
                return null;
            });
        } catch (RuntimeException failure) {
            LOG.error("Service {}: plugin {} failed to {}", context.service(), plugin, what, failure);
            return CompletableFuture.completedStage(null);
        }
    }
}
