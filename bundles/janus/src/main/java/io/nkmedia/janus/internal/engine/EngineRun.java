package io.nkmedia.janus.internal.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Stages;
import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.janus.internal.leg.Engine;
import io.nkmedia.janus.internal.wire.AdminClient;
import io.nkmedia.janus.internal.wire.ControlClient;
import io.nkmedia.janus.internal.wire.Links;
import io.nkmedia.janus.internal.wire.Owner;
import io.nkmedia.janus.internal.wire.Wire;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of the engine, from its addresses to its end: connects, joins, watches. */
final class EngineRun implements Owner {
    private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);

    /** The engine starts to listen a little after its process has started. */
    private static final Duration CONNECT_AGAIN = Duration.ofMillis(100);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration START_LIMIT = Duration.ofSeconds(15);

    /** Descriptions of a handle with many tracks are long, and a burst of releases is many frames. */
    private static final FrameLimits LIMITS = new FrameLimits(1_048_576, 20_000, 16_777_216);

    private final Setup setup;
    private final Instance instance;
    private final Links.Key key;
    private final boolean shared;
    private final Scope scope;
    private final Events events;
    private final AtomicBoolean ready = new AtomicBoolean();
    private volatile @Nullable ControlClient control;
    private volatile @Nullable AdminClient admin;
    private volatile @Nullable Health health;

    /** Told on any thread; may be told more than once that it is lost. */
    interface Events {
        void ready(EngineRun run, Engine engine, String version);

        void lost(EngineRun run, String why);
    }

    EngineRun(Setup setup, String backend, Instance instance, boolean shared, Events events) {
        this.setup = setup;
        this.instance = instance;
        this.shared = shared;
        this.events = events;
        String service = setup.context().service();
        key = new Links.Key(service, backend, instance.id());
        scope = new Scope("engine " + service + "/" + backend + "/" + instance.id());
    }

    String id() {
        return instance.id();
    }

    int legs() {
        var client = control;
        return client == null ? 0 : client.legs();
    }

    void start() {
        scope.after(setup.time(), START_LIMIT, () -> {
            if (!ready.get()) {
                lost("it was not ready within " + START_LIMIT.toSeconds() + " s");
            }
        });
        connect(EngineFiles.CONTROL, "janus", "janus-protocol");
        boolean administered = url(EngineFiles.ADMIN).isPresent();
        if (administered) {
            connect(EngineFiles.ADMIN, "janus-admin", "janus-admin-protocol");
        }
        own(setup.links().control(key), "api", client -> control = client)
                .thenCombine(
                        administered
                                ? own(setup.links().admin(key), "admin", client -> admin = client)
                                        .thenApply(Optional::of)
                                : CompletableFuture.completedFuture(Optional.<AdminClient>empty()),
                        Pair::new)
                .thenCompose(this::join)
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        lost("it could not be joined: " + Stages.cause(failure).getMessage());
                    }
                });
    }

    private record Pair(ControlClient control, Optional<AdminClient> admin) {}

    private <T extends Wire> CompletionStage<T> own(CompletionStage<T> link, String secret, Consumer<T> keep) {
        Function<T, CompletionStage<T>> take = client -> {
            keep.accept(client);
            var owned = client.own(this, Optional.ofNullable(instance.secrets().get(secret)));
            if (scope.isClosed()) {
                // Ended while the connection came: whoever ended this has not seen it.
                client.disown(this);
            }
            return owned.thenApply(nothing -> client);
        };
        return link.thenCompose(take);
    }

    private void connect(String name, String protocol, String subprotocol) {
        var spec = new ConnectSpec(
                connection(name),
                url(name).orElse(""),
                Optional.of(subprotocol),
                protocol,
                key.attributes(),
                LIMITS,
                CONNECT_LIMIT);
        setup.listeners().connect(owner(), spec).whenComplete((nothing, failure) -> {
            if (failure != null && !scope.isClosed() && !ready.get()) {
                LOG.debug("{}: {} is not open yet: {}", scope, name, failure.getMessage());
                scope.after(setup.time(), CONNECT_AGAIN, () -> connect(name, protocol, subprotocol));
            }
        });
    }

    private String owner() {
        return "janus " + key.service();
    }

    private String connection(String name) {
        return key.backend() + "/" + instance.id() + "/" + name;
    }

    private Optional<String> url(String name) {
        return Optional.ofNullable(instance.addresses().get("url." + name))
                .or(() -> Optional.ofNullable(instance.addresses().get(name)).map(address -> "ws://" + address + "/"));
    }

    private CompletionStage<Void> join(Pair clients) {
        var client = clients.control();
        return client.info()
                .thenCompose(info -> inherited(clients, info)
                        .thenCompose(nothing -> client.join())
                        .thenAccept(session -> {
                            clients.admin().filter(a -> !shared).ifPresent(a -> removeOrphans(a, session));
                            ready(clients, info);
                        }));
    }

    /** Of an external engine nobody knows which session was ours. */
    private CompletionStage<Void> inherited(Pair clients, ObjectNode info) {
        return clients.admin()
                .filter(a -> !shared)
                .map(a -> new Inheritance(clients.control(), a, setup.legs(), trickles(info)).take())
                .orElseGet(() -> CompletableFuture.completedStage(null));
    }

    private static boolean trickles(ObjectNode info) {
        return info.path("full-trickle").asBoolean();
    }

    private void ready(Pair clients, ObjectNode info) {
        var joined = new Engine(clients.control(), clients.admin(), trickles(info), this);
        if (!scope.isClosed() && ready.compareAndSet(false, true)) {
            var watch = new Health(clients.control(), this::lost);
            health = watch;
            watch.start(scope, setup.time());
            events.ready(this, joined, info.path("version_string").asText("unknown"));
        }
    }

    /** What earlier runs of this controller left beside what was taken over: nobody will ever ask for it again. */
    private void removeOrphans(AdminClient client, long session) {
        client.sessions().whenComplete((sessions, failure) -> {
            if (failure != null) {
                LOG.warn("{}: can't look for orphans: {}", scope, failure.getMessage());
                return;
            }
            sessions.stream().filter(id -> id != session).forEach(id -> {
                LOG.info("{}: session {} of the engine is nobody's, it ends", scope, id);
                client.destroySession(id).whenComplete((reply, refused) -> {
                    if (refused != null) {
                        LOG.warn("{}: orphan {} stays: {}", scope, id, refused.getMessage());
                    }
                });
            });
        });
    }

    private void lost(String why) {
        events.lost(this, why);
    }

    @Override
    public void gone(String why) {
        lost(why);
    }

    @Override
    public void alive() {
        var watch = health;
        if (watch != null) {
            watch.alive();
        }
    }

    /** Its legs end, its connections close. Idempotent. */
    void end() {
        scope.close();
        var client = control;
        if (client != null) {
            client.lose();
        }
        abandonConnections();
        setup.links().forget(key);
        setup.listeners().disconnect(owner(), connection(EngineFiles.CONTROL));
        setup.listeners().disconnect(owner(), connection(EngineFiles.ADMIN));
    }

    /** Gives the session of an engine back that goes on without us. */
    CompletionStage<?> leave() {
        var client = control;
        return client == null ? CompletableFuture.allOf() : client.leave();
    }

    /** A newer version of this object carries on: the connections stay. */
    void abandon() {
        scope.close();
        abandonConnections();
    }

    private void abandonConnections() {
        var client = control;
        if (client != null) {
            client.disown(this);
        }
        var statistics = admin;
        if (statistics != null) {
            statistics.disown(this);
        }
    }
}
