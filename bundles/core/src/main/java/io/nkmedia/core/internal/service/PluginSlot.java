package io.nkmedia.core.internal.service;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.base.Stages;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.config.ServiceLog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A plugin's place in a service: filled when an instance of the plugin is there. Belongs to the service's mailbox; what is
 * read by others is volatile.
 */
public final class PluginSlot {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String plugin;
    private final Plugins plugins;
    private final ServiceContext context;
    private final ServiceLog log;
    private final Time time;
    private volatile Optional<Plugins.Lease> lease = Optional.empty();
    private volatile Optional<String> problem = Optional.empty();
    private CompletionStage<Void> started = CompletableFuture.completedStage(null);
    private Optional<Time.Timer> grace = Optional.empty();
    private List<String> required = List.of();
    private volatile boolean waiting;
    private boolean guardsLogins;
    private boolean guardsRequests;

    PluginSlot(String plugin, Plugins plugins, ServiceContext context, ServiceLog log, Time time) {
        this.plugin = plugin;
        this.plugins = plugins;
        this.context = context;
        this.log = log;
        this.time = time;
    }

    public String plugin() {
        return plugin;
    }

    public Optional<String> version() {
        return lease.map(Plugins.Lease::version);
    }

    /** For an operator. */
    String describe(long failures) {
        return plugin + " " + version().orElse(waiting ? "(waits for what it requires)" : "(missing)")
                + (failures == 0 ? "" : " (" + failures + " failed calls)");
    }

    Collection<MediaBackend> backends() {
        return extension().map(ServiceExtension::backends).orElse(List.of());
    }

    Collection<ApiCommand<?>> commands() {
        return extension().map(ServiceExtension::commands).orElse(List.of());
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
            log.info("plugin {} is gone", plugin);
            release();
            changed = true;
        }
        waiting = lease.isEmpty() && !ready && plugins.requires(plugin).isPresent();
        if (lease.isEmpty() && ready) {
            lease = plugins.lease(plugin);
            lease.ifPresent(taken -> started = start(taken));
            changed |= lease.isPresent();
        }
        return changed;
    }

    private CompletionStage<Void> start(Plugins.Lease taken) {
        log.info("plugin {} {} starts", plugin, taken.version());
        return guarded("start", () -> taken.extension().start(context));
    }

    /** The configuration has changed. Fails with what the plugin says. */
    CompletionStage<Void> update() {
        log.debug(ServiceLog.Part.PLUGIN, "{} is told of a change", plugin);
        return lease.map(l -> guarded("update", () -> l.extension().update(context)))
                .orElse(CompletableFuture.completedStage(null));
    }

    /** Ends it for good; what it says is only logged. */
    CompletionStage<Void> stop() {
        log.debug(ServiceLog.Part.PLUGIN, "{} is stopped", plugin);
        return lease.map(l -> guarded("stop", () -> l.extension().stop())
                        .<Void>handle((done, failure) -> null)
                        .whenComplete((done, failure) -> release()))
                .orElse(CompletableFuture.completedStage(null));
    }

    /** Completes, or fails, with its last start. */
    CompletionStage<Void> started() {
        return started;
    }

    /** Whether its engines carry nothing. */
    boolean isEmpty() {
        return backends().stream().allMatch(backend -> backend.info().legs() == 0);
    }

    /** Why it doesn't serve the service though it is there; for an operator. */
    Optional<String> problem() {
        return problem;
    }

    /** Gives the instance back without ending what it has outside. */
    void release() {
        lease.ifPresent(Plugins.Lease::close);
        lease = Optional.empty();
    }

    /** A plugin that fails, or does nothing for 10 s, is logged and hurts only what was asked of it. */
    private CompletionStage<Void> guarded(String what, Supplier<CompletionStage<Void>> call) {
        var result = new CompletableFuture<Void>();
        var limit = time.after(
                LIMIT, () -> result.completeExceptionally(new IllegalStateException("no answer within " + LIMIT)));
        attempt(call).whenComplete((done, failure) -> {
            limit.close();
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(here(failure));
            }
        });
        return result.whenComplete((done, failure) -> {
            problem = Optional.ofNullable(failure).map(why -> "it failed to " + what);
            if (failure != null) {
                log.error("plugin {} failed to {}", plugin, what, failure);
            }
        });
    }

    /** A plugin names its keys without its own name. */
    private Throwable here(Throwable failure) {
        var cause = Stages.cause(failure);
        return cause instanceof ApiException refused
                ? refused.at(refused.field().map(key -> plugin + "." + key).orElse(plugin))
                : cause;
    }

    private static CompletionStage<Void> attempt(Supplier<CompletionStage<Void>> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }
}
