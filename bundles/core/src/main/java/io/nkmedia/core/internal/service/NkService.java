package io.nkmedia.core.internal.service;

import io.nkmedia.api.Event;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Stages;
import io.nkmedia.core.internal.access.LoginGuard;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.access.TokenSource;
import io.nkmedia.core.internal.access.Tokens;
import io.nkmedia.core.internal.callback.Callbacks;
import io.nkmedia.core.internal.command.CoreCommands;
import io.nkmedia.core.internal.command.DescribeCommand;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.config.ServiceLog;
import io.nkmedia.core.internal.connection.ConnectionDirectory;
import io.nkmedia.core.internal.connection.ConnectionHost;
import io.nkmedia.core.internal.event.EventBus;
import io.nkmedia.core.internal.hook.ServiceHooks;
import io.nkmedia.core.internal.log.ClientLog;
import io.nkmedia.core.internal.session.Backends;
import io.nkmedia.core.internal.session.SessionSnapshot;
import io.nkmedia.core.internal.session.Sessions;
import io.nkmedia.core.internal.store.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A service: one configuration and all that lives in it. Its plugins and state belong to its mailbox. */
public final class NkService implements ConnectionHost {
    /** How long the gateway keeps connections for the next core; owners that are not back then are gone. */
    private static final Duration OWNER_GRACE = Duration.ofSeconds(30);

    /** How long answers of a backend that leaves are waited for. */
    private static final Duration QUIET = Duration.ofMillis(400);

    private final Platform platform;
    private final Mailbox box;
    private final Scope scope;
    private final EventBus bus = new EventBus();
    private final ConnectionDirectory connections = new ConnectionDirectory(bus);
    private final PluginSet plugins;
    private final PluginWatch watch;
    private final Standstill standstill;
    private final ServiceLife life;
    private final ServiceLog log;
    private final MediaSide mediaSide;
    private final Sessions sessions;
    private final Shelf shelf;
    private final LoginGuard guard;
    private final ServiceHooks hooks;
    private final Outside outside;
    private final TokenSource tokens;
    private final ClientLog clientLog;
    private final Map<CommandName, ApiCommand<?>> own = new LinkedHashMap<>();
    private volatile Documents.Checked config;

    NkService(Platform platform, Documents.Checked config) {
        this.platform = platform;
        this.config = config;
        var name = config.document().name();
        box = platform.mailboxes().create("service " + name);
        scope = new Scope("service " + name);
        log = new ServiceLog(name, () -> config().document().log());
        var host = new PluginHost(
                name,
                platform.plugins(),
                log,
                platform.time(),
                box::must,
                platform.aside(),
                ready -> standstill().begin(ready),
                this::quiet,
                () -> watch().moved(),
                this::publish);
        plugins = new PluginSet(
                platform.plugins(), plugin -> new PluginSlot(plugin, host, new PluginContext(plugin, this)), log);
        standstill = new Standstill(plugins, platform.time(), scope);
        watch = new PluginWatch(this, platform, plugins, box, scope);
        life = new ServiceLife(this, platform, plugins, watch, box, scope, log);
        shelf = platform.shelves().of(name, this::keeps);
        mediaSide = new MediaSide(this, platform, plugins, bus, scope, log);
        sessions = new Sessions(mediaSide);
        guard = new LoginGuard(platform.time());
        hooks = new ServiceHooks(name, platform.time(), platform.json());
        outside = new Outside(plugins::slots, platform.json(), connections, this::replanned);
        tokens = new TokenSource(platform.keys(), platform.mailboxes(), platform.time());
        clientLog = new ClientLog(platform.json());
        var commands =
                new ArrayList<>(CoreCommands.of(sessions, plugins, connections, platform.time(), platform.version()));
        commands.add(new DescribeCommand(this::commands).command());
        commands.addAll(platform.house().commands(name));
        commands.forEach(command -> own.put(command.spec().name(), command));
    }

    // ---- life ----

    /**
     * Starts it, and carries sessions on: of an earlier core, or of a server that died. Listeners open last. Reads a file.
     * Completes when it has started.
     */
    CompletionStage<Void> start(Handover.Part handedOn, boolean lenient) {
        var earlier = new Rescue(name(), shelf, platform.json()).begin(handedOn);
        // First, so that they hear what their sessions tell.
        platform.clients().restore(this, earlier.connections());
        sessions.resume(earlier.sessions());
        watch.begin();
        if (!earlier.sessions().isEmpty()) {
            scope.after(
                    platform.time(),
                    OWNER_GRACE,
                    () -> sessions.ownersMissing(id -> connections.find(id).isPresent()));
            scope.after(platform.time(), OWNER_GRACE, watch::neverCame);
        }
        return life.change(new Reconfiguration.Plan(config, config, true, lenient));
    }

    /**
     * Takes a new configuration, which has been checked; one at a time.
     *
     * @return completes when all of it is in force; fails with {@code config_failed} when what was in force still is
     */
    CompletionStage<Void> update(Documents.Checked changed) {
        return life.change(new Reconfiguration.Plan(config, changed, false, false));
    }

    /** Takes no new log-ins and sessions any more, or takes them again. */
    void drains(boolean draining) {
        life.drains(draining);
    }

    /** Ends it for good: sessions, connections, plugins with what they have outside, listeners. */
    CompletionStage<Void> stop() {
        return life.stop().thenCompose(stopped -> shelf.discard());
    }

    /** Lets go of it: the next core carries on. Gives its sessions as data. */
    CompletionStage<List<SessionSnapshot>> suspend() {
        return sessions.suspend();
    }

    /** After {@link #suspend}: gives everything in this process back, and ends nothing outside. */
    void release() {
        scope.close();
        shelf.close();
        clientLog.close();
        plugins.release();
    }

    /** Whether its sessions would survive a crash has changed. */
    private void keeps(Optional<String> problem) {
        var body = new LinkedHashMap<String, Object>();
        body.put("name", name());
        body.put("state", life.state());
        problem.ifPresent(why -> body.put("error", why));
        publish(Event.of("core", "service", "state", name(), body));
    }

    public ServiceState state() {
        return life.state();
    }

    /** When it got into this state. */
    public Instant since() {
        return life.since();
    }

    // ---- plugins ----

    /** What the plugins have or are has changed. Any thread. */
    void pluginsChanged() {
        sessions.backendsChanged();
        replanned();
    }

    private PluginWatch watch() {
        return watch;
    }

    private Standstill standstill() {
        return standstill;
    }

    /** Sessions leave the backends that aren't there any more; completes when they have their answers, or after 400 ms. */
    private CompletionStage<Void> quiet() {
        var quiet = new CompletableFuture<Void>();
        var limit = scope.after(platform.time(), QUIET, () -> quiet.complete(null));
        Stages.pass(sessions.backendsChanged(), quiet);
        return quiet.whenComplete((done, failure) -> limit.close());
    }

    @Override
    public CompletionStage<Void> settled() {
        return standstill.over();
    }

    /** A plugin asks programs outside. */
    CompletionStage<Optional<Map<String, Object>>> asked(String callback, Map<String, Object> data) {
        return outside.asked(callback, data);
    }

    private CompletionStage<Void> replanned() {
        var done = new CompletableFuture<Void>();
        box.must(() -> {
            standstill.check();
            planHooks();
            done.complete(null);
        });
        return done;
    }

    private void planHooks() {
        if (life.hasBegun()) {
            hooks.set(HookPlan.of(
                    plugins.slots(), outside.hooks(config.document().auth().callbacks())));
        }
    }

    /** For an operator: each plugin that the service lists, with the version that serves it. */
    public List<String> plugins() {
        return plugins.slots().stream()
                .map(slot -> slot.describe(hooks.mishaps().count(slot.plugin())))
                .toList();
    }

    public List<PluginSlot> slots() {
        return plugins.slots();
    }

    /** Those that are there right now. */
    public Backends backends() {
        return plugins;
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

    /** What is in force from now on, for commands and plugins. */
    void inForce(Documents.Checked checked) {
        config = checked;
        clientLog.configure(checked.document().log().gelf());
    }

    @Override
    public EventBus events() {
        return bus;
    }

    @Override
    public Optional<ApiCommand<?>> command(CommandName name) {
        log.debug(ServiceLog.Part.CONNECTION, "{} is asked for", name);
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
    public Optional<Tokens> tokens() {
        // The checker outlives changes of roles.
        return tokens.of(
                config.document().auth().jwt(), name(), role -> config.access().knows(role));
    }

    @Override
    public Optional<NkService> other(String name) {
        return platform.house().service(name);
    }

    @Override
    public ClientLog log() {
        return clientLog;
    }

    @Override
    public boolean open() {
        return life.open();
    }

    @Override
    public boolean takesBack() {
        return life.takesBack();
    }

    @Override
    public void sessionOver(String sessionId) {
        log.debug(ServiceLog.Part.CONNECTION, "{} is over", sessionId);
        sessions.ownerGone(sessionId);
        platform.house().sessionOver(sessionId);
    }

    @Override
    public Shelf shelf() {
        return shelf;
    }

    /** Tells all who listen: subscribers, plugins, and the server itself. Any thread. */
    public void publish(Event event) {
        mediaSide.log(event);
        bus.publish(event);
        hooks.published(event);
        platform.house().published(name(), event);
    }
}
