package io.nkmedia.core.internal.service;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.access.LoginGuard;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.callback.Callbacks;
import io.nkmedia.core.internal.command.CoreCommands;
import io.nkmedia.core.internal.command.DescribeCommand;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.connection.CloseCode;
import io.nkmedia.core.internal.connection.ConnectionDirectory;
import io.nkmedia.core.internal.connection.ConnectionHost;
import io.nkmedia.core.internal.event.EventBus;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.hook.ServiceHooks;
import io.nkmedia.core.internal.session.Backends;
import io.nkmedia.core.internal.session.ServiceSide;
import io.nkmedia.core.internal.session.SessionSnapshot;
import io.nkmedia.core.internal.session.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service: one configuration and all that lives in it. Its plugins and state belong to its mailbox. */
public final class NkService implements ConnectionHost, ServiceSide {
    private static final Logger LOG = LoggerFactory.getLogger(NkService.class);

    /** How long the gateway keeps connections for the next core; owners that are not back then are gone. */
    private static final Duration OWNER_GRACE = Duration.ofSeconds(30);

    private final Platform platform;
    private final Mailbox box;
    private final Scope scope;
    private final EventBus bus = new EventBus();
    private final ConnectionDirectory connections = new ConnectionDirectory(bus);
    private final PluginSet plugins;
    private final PluginWatch watch;
    private final Sessions sessions;
    private final LoginGuard guard;
    private final ServiceHooks hooks;
    private final Outside outside;
    private final Map<CommandName, ApiCommand<?>> own = new LinkedHashMap<>();
    private volatile Documents.Checked config;
    private volatile ServiceState state = ServiceState.STARTING;

    NkService(Platform platform, Documents.Checked config) {
        this.platform = platform;
        this.config = config;
        var name = config.document().name();
        box = platform.mailboxes().create("service " + name);
        scope = new Scope("service " + name);
        plugins = new PluginSet(platform.plugins(), plugin -> new PluginContext(plugin, this));
        watch = new PluginWatch(this, platform, plugins, box, scope);
        sessions = new Sessions(this);
        guard = new LoginGuard(platform.time());
        hooks = new ServiceHooks(name, platform.time(), platform.json());
        outside = new Outside(plugins::slots, platform.json(), connections, this::replanned);
        var commands = new ArrayList<>(
                CoreCommands.of(sessions, plugins, connections, bus, platform.time(), platform.version()));
        commands.add(new DescribeCommand(this::commands).command());
        commands.forEach(command -> own.put(command.spec().name(), command));
    }

    // ---- life ----

    /** Starts it, and carries sessions of an earlier core on. Listeners open last. */
    void start(List<SessionSnapshot> earlier) {
        sessions.resume(earlier);
        watch.begin();
        box.must(() -> apply(config));
        if (!earlier.isEmpty()) {
            scope.after(
                    platform.time(),
                    OWNER_GRACE,
                    () -> sessions.ownersMissing(id -> connections.find(id).isPresent()));
        }
    }

    /** A new configuration, which has been checked. */
    CompletionStage<Void> update(Documents.Checked changed) {
        var done = new CompletableFuture<Void>();
        box.must(() -> apply(changed).whenComplete((ok, failure) -> done.complete(null)));
        return done;
    }

    private CompletionStage<Void> apply(Documents.Checked changed) {
        var before = config.document().auth().users();
        config = changed;
        boolean enabled = changed.document().enabled();
        var applied = plugins.set(enabled ? changed.plugins() : List.of()).thenRun(this::pluginsChanged);
        planHooks();
        // Before the listeners open: who comes in at once may log in.
        state(enabled ? ServiceState.RUNNING : ServiceState.STOPPED);
        platform.listeners()
                .apply("service " + name(), ListenerPlan.of(changed.document()))
                .thenAccept(states -> states.stream()
                        .filter(listener -> !listener.open())
                        .forEach(listener -> LOG.error(
                                "Service {}: {} is not open: {}",
                                name(),
                                listener.url(),
                                listener.error().orElse(""))));
        if (!enabled) {
            sessions.destroyAll(StopReason.of(CoreError.SERVICE_UNAVAILABLE));
        }
        changedUsersLeave(before);
        return applied;
    }

    /** Whoever was removed, or has another password now, has to log in anew. */
    private void changedUsersLeave(List<ServiceDocument.User> before) {
        var hashes = config.document().auth().users().stream()
                .collect(Collectors.toMap(ServiceDocument.User::user, ServiceDocument.User::passwordHash));
        for (var user : before) {
            var hash = hashes.get(user.user());
            if (!user.passwordHash().equals(hash)) {
                var why = hash == null ? "user removed" : "password changed";
                connections
                        .ofUser(user.user())
                        .forEach(entry -> entry.connection().close(CloseCode.STOPPED, why));
            }
        }
    }

    /** Ends it for good: sessions, connections, plugins with what they have outside, listeners. */
    CompletionStage<Void> stop() {
        state(ServiceState.STOPPING);
        return sessions.destroyAll(StopReason.of(CoreError.SERVICE_UNAVAILABLE)).thenCompose(all -> {
            var stopped = new CompletableFuture<Void>();
            platform.listeners().apply("service " + name(), List.of());
            box.must(() -> plugins.set(List.of()).whenComplete((ok, failure) -> {
                config.backends().forEach(watch::stopInstances);
                state(ServiceState.STOPPED);
                scope.close();
                stopped.complete(null);
            }));
            return stopped;
        });
    }

    /** Lets go of it: the next core carries on. Gives its sessions as data. */
    CompletionStage<List<SessionSnapshot>> suspend() {
        return sessions.suspend();
    }

    /** After {@link #suspend}: gives everything in this process back, and ends nothing outside. */
    void release() {
        scope.close();
        plugins.release();
    }

    private void state(ServiceState next) {
        if (state != next) {
            state = next;
            LOG.info("Service {} is {}", name(), next);
            publish(Event.of("core", "service", "state", name(), Map.of("name", name(), "state", next)));
        }
    }

    public ServiceState state() {
        return state;
    }

    // ---- plugins ----

    /** What the plugins have or are has changed. Any thread. */
    void pluginsChanged() {
        sessions.backendsChanged();
        replanned();
    }

    /** A plugin asks programs outside. */
    CompletionStage<Optional<Map<String, Object>>> asked(String callback, Map<String, Object> data) {
        return outside.asked(callback, data);
    }

    private CompletionStage<Void> replanned() {
        var done = new CompletableFuture<Void>();
        box.must(() -> {
            planHooks();
            done.complete(null);
        });
        return done;
    }

    private void planHooks() {
        hooks.set(HookPlan.of(plugins.slots(), outside.hooks()));
    }

    /** For an operator: each plugin that the service lists, with the version that serves it. */
    public List<String> plugins() {
        return plugins.slots().stream()
                .map(slot -> slot.describe(hooks.mishaps().count(slot.plugin())))
                .toList();
    }

    public Sessions sessions() {
        return sessions;
    }

    private Collection<ApiCommand<?>> commands() {
        var all = new ArrayList<>(own.values());
        plugins.slots().forEach(slot -> all.addAll(slot.commands()));
        return all;
    }

    // ---- for connections ----

    @Override
    public String name() {
        return config.document().name();
    }

    @Override
    public Documents.Checked config() {
        return config;
    }

    @Override
    public EventBus events() {
        return bus;
    }

    @Override
    public Optional<ApiCommand<?>> command(CommandName name) {
        return Optional.<ApiCommand<?>>ofNullable(own.get(name)).or(() -> plugins.command(name));
    }

    @Override
    public ConnectionDirectory connections() {
        return connections;
    }

    @Override
    public Passwords passwords() {
        return platform.passwords();
    }

    @Override
    public LoginGuard loginGuard() {
        return guard;
    }

    @Override
    public ServiceHooks hooks() {
        return hooks;
    }

    @Override
    public Callbacks callbacks() {
        return outside.callbacks();
    }

    @Override
    public boolean open() {
        return state == ServiceState.RUNNING;
    }

    @Override
    public void sessionOver(String sessionId) {
        sessions.ownerGone(sessionId);
    }

    // ---- for sessions ----

    @Override
    public Time time() {
        return platform.time();
    }

    @Override
    public Mailboxes mailboxes() {
        return platform.mailboxes();
    }

    @Override
    public Backends backends() {
        return plugins;
    }

    @Override
    public Scope scope() {
        return scope;
    }

    @Override
    public void publish(Event event) {
        bus.publish(event);
        hooks.published(event);
    }

    @Override
    public void sessionEnded(String id) {
        bus.retire(Pattern.object("media", "session", id));
    }

    @Override
    public Duration mediaGrace() {
        return Duration.ofSeconds(config.document().media().mediaGrace());
    }

    @Override
    public Duration mediaStart() {
        return Duration.ofSeconds(config.document().media().mediaStart());
    }

    @Override
    public Duration mediaSilence() {
        return Duration.ofSeconds(config.document().media().mediaSilence());
    }
}
