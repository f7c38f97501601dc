package io.nkmedia.core.internal.service;

import io.nkmedia.api.Event;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.media.BackendInfo;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.base.Stages;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.config.ServiceLog;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * A plugin's place in a service: filled when an instance of the plugin is there, of the highest version that the service
 * wants and that starts. Belongs to the service's mailbox; what is read by others is volatile.
 */
public final class PluginSlot {
    private final String plugin;
    private final PluginHost host;
    private final ServiceContext context;
    private final ServiceLog log;
    private final PluginCalls calls;

    /** Those that were tried in vain. They get another chance when they, or the configuration, have changed. */
    private final Set<Plugins.Provider> failed = new LinkedHashSet<>();

    private volatile Optional<Plugins.Lease> lease = Optional.empty();
    private volatile List<String> failedVersions = List.of();
    private volatile boolean hidden;
    private volatile boolean waiting;
    private VersionRange range = Plugins.ANY;
    private Optional<PluginMove> move = Optional.empty();
    private CompletionStage<Void> started = CompletableFuture.completedStage(null);
    private Optional<Time.Timer> grace = Optional.empty();
    private List<String> required = List.of();
    private boolean left;
    private boolean guardsLogins;
    private boolean guardsRequests;

    PluginSlot(String plugin, PluginHost host, ServiceContext context) {
        this.plugin = plugin;
        this.host = host;
        this.context = context;
        this.log = host.log();
        calls = new PluginCalls(plugin, host);
    }

    public String plugin() {
        return plugin;
    }

    public Optional<String> version() {
        return lease.map(taken -> taken.provider().version().toString());
    }

    /** The id of the bundle whose instance serves; empty if none does. Any thread. */
    public OptionalLong bundle() {
        return lease.map(taken -> OptionalLong.of(taken.provider().bundle())).orElseGet(OptionalLong::empty);
    }

    /** The versions that could not start for this service. Any thread. */
    public List<String> failedVersions() {
        return failedVersions;
    }

    /** For an operator. */
    String describe(long failures) {
        return plugin + " " + version().orElse(waiting ? "(waits for what it requires)" : "(missing)")
                + (failures == 0 ? "" : " (" + failures + " failed calls)");
    }

    Collection<MediaBackend> backends() {
        return hidden
                ? List.of()
                : extension()
                        .map(known -> calls.listed("list its backends", known::backends))
                        .orElse(List.of());
    }

    Collection<ApiCommand<?>> commands() {
        return extension()
                .map(known -> calls.listed("list its commands", known::commands))
                .orElse(List.of());
    }

    boolean isFilled() {
        return lease.isPresent();
    }

    boolean isMoving() {
        return move.isPresent();
    }

    /** Whether it had an instance that is gone. */
    boolean isLeft() {
        return left && lease.isEmpty();
    }

    /** The clock that runs while the plugin is away; empty when it is there. The one before is stopped. */
    void grace(Optional<Time.Timer> running) {
        grace.ifPresent(Time.Timer::close);
        grace = running;
    }

    boolean hasGrace() {
        return grace.isPresent();
    }

    /** What it required when it was last there. */
    List<String> required() {
        return required;
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
     * Gives a gone instance back, takes one that is there, moves to a better one. True if it has changed.
     *
     * @param ready whether all that it requires are there
     * @param wanted the versions that the service wants
     */
    boolean refresh(boolean ready, List<String> requires, VersionRange wanted) {
        required = requires;
        range = wanted;
        failed.removeIf(each -> !host.plugins().has(each));
        tellFailed();
        var best = best();
        boolean changed = false;
        if (lease.filter(taken -> !stays(taken.provider(), best.isPresent())).isPresent()) {
            log.info("plugin {} is gone", plugin);
            host.standstill().accept(ready());
            release();
            left = true;
            changed = true;
        }
        waiting = lease.isEmpty() && !ready && best.isPresent();
        if (ready && move.isEmpty()) {
            if (lease.isEmpty()) {
                changed |= fill();
            } else {
                best.filter(next -> !next.equals(lease.get().provider())).ifPresent(this::move);
            }
        }
        return changed;
    }

    private Optional<Plugins.Provider> best() {
        return host.plugins().best(plugin, range, failed);
    }

    /** One that isn't wanted any more stays until the one that is has come; not if none is there. */
    private boolean stays(Plugins.Provider provider, boolean another) {
        return host.plugins().has(provider) && (range.includes(provider.version()) || another || move.isPresent());
    }

    /** The names of its engines that take sessions. */
    private List<String> ready() {
        return backends().stream()
                .map(MediaBackend::info)
                .filter(info -> info.state() == BackendState.READY)
                .map(BackendInfo::name)
                .toList();
    }

    /** The best of those that can be made. */
    private boolean fill() {
        for (var next = best(); next.isPresent(); next = best()) {
            lease = leased(next.get());
            if (lease.isPresent()) {
                left = false;
                started = start(lease.get());
                return true;
            }
            fails(next.get());
        }
        return false;
    }

    private Optional<Plugins.Lease> leased(Plugins.Provider provider) {
        try {
            return host.plugins().lease(provider);
        } catch (RuntimeException | LinkageError failure) {
            log.error("plugin {} {} could not be made", plugin, provider.version(), failure);
            return Optional.empty();
        }
    }

    private CompletionStage<Void> start(Plugins.Lease taken) {
        log.info("plugin {} {} starts", plugin, taken.provider().version());
        return calls.guarded("start", () -> taken.extension().start(context))
                .exceptionallyComposeAsync(failure -> notStarted(taken.provider(), failure), host.box());
    }

    /** Another version may do it; if there is none, this one stays: what it has is better than nothing. */
    private CompletionStage<Void> notStarted(Plugins.Provider provider, Throwable failure) {
        if (lease.filter(taken -> taken.provider().equals(provider)).isPresent()) {
            fails(provider);
            if (best().isPresent()) {
                release();
                fill();
                host.review().run();
                return started;
            }
        }
        return CompletableFuture.failedStage(Stages.cause(failure));
    }

    // ---- from one version to another ----

    private void move(Plugins.Provider to) {
        log.info("plugin {} goes from {} to {}", plugin, version().orElse(""), to.version());
        var moving = new PluginMove(this, host, to);
        var from = version();
        move = Optional.of(moving);
        started = moving.run()
                .handleAsync((done, failure) -> moved(moving, from.orElse(""), failure), host.box())
                .thenCompose(last -> last);
    }

    /** Its backends are about to leave: whoever needs them waits. */
    void hide() {
        host.standstill().accept(ready());
        hidden = true;
    }

    /** The next one is in the place of the one before, and carries on with what that one has outside. */
    CompletionStage<Void> exchange(Plugins.Lease next) {
        lease.ifPresent(Plugins.Lease::close);
        lease = Optional.of(next);
        hidden = false;
        return calls.guarded(
                "start",
                () -> host.<CompletionStage<Void>>aside(() -> next.extension().start(context), late -> {})
                        .thenCompose(answer -> answer));
    }

    private CompletionStage<Void> moved(PluginMove done, String from, @Nullable Throwable failure) {
        if (done.isCancelled()) {
            return CompletableFuture.completedStage(null);
        }
        settle();
        CompletionStage<Void> last = CompletableFuture.completedStage(null);
        if (failure == null) {
            publish(done.to().version(), "moved", from);
        } else {
            log.error("plugin {} {} can't serve, {} does", plugin, done.to().version(), from, Stages.cause(failure));
            fails(done.to());
            if (lease.filter(taken -> taken.provider().equals(done.to())).isPresent()) {
                release();
                left = true;
            }
            boolean filled = lease.isEmpty() && fill();
            last = filled
                    ? started
                    : lease.filter(taken -> range.includes(taken.provider().version()))
                            .map(taken -> CompletableFuture.<Void>completedStage(null))
                            .orElseGet(() -> CompletableFuture.failedStage(Stages.cause(failure)));
        }
        host.review().run();
        return last;
    }

    /** Nothing moves any more. */
    private void settle() {
        move.ifPresent(PluginMove::cancel);
        move = Optional.empty();
        hidden = false;
    }

    private void fails(Plugins.Provider provider) {
        failed.add(provider);
        tellFailed();
        publish(provider.version(), "failed", version().orElse(""));
    }

    private void tellFailed() {
        failedVersions = failed.stream().map(each -> each.version().toString()).toList();
    }

    private void publish(Version version, String state, String other) {
        host.publish()
                .accept(Event.of(
                        "core",
                        "service",
                        "plugin",
                        host.service(),
                        Map.of(
                                "name",
                                host.service(),
                                "plugin",
                                plugin,
                                "version",
                                version.toString(),
                                "state",
                                state,
                                state.equals("moved") ? "from" : "serving",
                                other)));
    }

    // ---- calls ----

    /** The configuration has changed: who could not start with the last one may try again. Fails with what the plugin says. */
    CompletionStage<Void> update() {
        log.debug(ServiceLog.Part.PLUGIN, "{} is told of a change", plugin);
        failed.clear();
        tellFailed();
        return lease.map(l -> calls.guarded("update", () -> l.extension().update(context)))
                .orElse(CompletableFuture.completedStage(null));
    }

    /** Ends it for good; what it says is only logged. */
    CompletionStage<Void> stop() {
        log.debug(ServiceLog.Part.PLUGIN, "{} is stopped", plugin);
        settle();
        return lease.map(l -> calls.guarded("stop", () -> l.extension().stop())
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
        return extension().map(ServiceExtension::backends).orElse(List.of()).stream()
                .allMatch(backend -> backend.info().legs() == 0);
    }

    /** Why it, or a version of it, doesn't serve the service though it is there; for an operator. */
    public Optional<String> problem() {
        var versions = failedVersions;
        return calls.problem()
                .or(() -> versions.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                versions.stream().collect(Collectors.joining(", ", "version ", " failed to start"))));
    }

    /** The service is released: no move goes on. */
    void abandon() {
        settle();
        release();
    }

    /** Gives the instance back without ending what it has outside. */
    private void release() {
        lease.ifPresent(Plugins.Lease::close);
        lease = Optional.empty();
    }
}
