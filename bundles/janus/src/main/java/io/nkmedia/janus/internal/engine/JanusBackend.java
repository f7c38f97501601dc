package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.api.media.BackendInfo;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.janus.internal.leg.Engine;
import io.nkmedia.janus.internal.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A backend of one service: keeps one instance of the engine running and opens legs on it. */
public final class JanusBackend implements MediaBackend, EngineRun.Events {
    private static final Logger LOG = LoggerFactory.getLogger(JanusBackend.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);
    private static final Duration REATTACH_LIMIT = Duration.ofSeconds(20);

    private final Setup setup;
    private final BackendConfig config;
    private final String key;
    private final Mailbox mailbox;
    private final Scope scope;
    private final Restarts restarts = new Restarts();
    private @Nullable BackendRuntime runtime;
    private final List<CompletableFuture<Engine>> waiters = new ArrayList<>();
    private volatile View view;

    /** What others see, changed as a whole. */
    private record View(
            BackendState state,
            Instant since,
            Optional<EngineRun> run,
            Optional<Engine> engine,
            Optional<String> version,
            Optional<String> problem) {}

    public JanusBackend(Setup setup, BackendConfig config) {
        this.setup = setup;
        this.config = config;
        String name = setup.context().service() + "/" + config.name();
        // The same settings give the same key whenever they are asked for, others a key beside it.
        key = name + "/" + Integer.toHexString(config.settings().hashCode());
        mailbox = setup.mailboxes().create("janus backend " + name);
        scope = new Scope("janus backend " + name);
        view = new View(
                BackendState.STARTING,
                setup.time().now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("there is no runtime yet"));
    }

    public BackendConfig config() {
        return config;
    }

    /** The runtime that is there now; null if there is none for the moment. What runs goes on without it. */
    public void runtime(@Nullable BackendRuntime present) {
        mailbox.must(() -> {
            runtime = present;
            if (present != null && !scope.isClosed()) {
                var run = view.run();
                if (run.isPresent()) {
                    watch(present, run.get());
                } else if (view.state() == BackendState.STARTING) {
                    obtain();
                }
            }
        });
    }

    /** A new runtime has to be asked again, else it would not tell of the end. */
    private void watch(BackendRuntime present, EngineRun run) {
        request(present)
                .whenComplete((instance, failure) -> mailbox.must(() -> {
                    if (failure == null && !instance.id().equals(run.id())) {
                        lose(run, "another instance runs in its place");
                    }
                }));
    }

    private CompletionStage<Instance> request(BackendRuntime present) {
        try {
            var spec =
                    new InstanceSpec(key, EngineFiles.spec(config, home -> Files.isDirectory(Path.of(home))), config);
            return present.obtain(spec, why -> mailbox.must(() -> view.run().ifPresent(run -> lose(run, why))));
        } catch (RuntimeUnavailable refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void obtain() {
        var present = runtime;
        if (present == null || scope.isClosed() || view.run().isPresent()) {
            return;
        }
        request(present)
                .whenComplete((instance, failure) -> mailbox.must(() -> {
                    if (scope.isClosed() || view.run().isPresent()) {
                        return;
                    }
                    if (failure != null) {
                        failed(Wire.cause(failure).getMessage());
                    } else {
                        boolean shared = config.runtime().equals("external");
                        var run = new EngineRun(setup, config.name(), instance, shared, this);
                        show(
                                BackendState.STARTING,
                                Optional.of(run),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty());
                        run.start();
                    }
                }));
    }

    @Override
    public void ready(EngineRun run, Engine engine, String version) {
        mailbox.must(() -> {
            if (isCurrent(run)) {
                show(BackendState.READY, Optional.of(run), Optional.of(engine), Optional.of(version), Optional.empty());
            }
        });
    }

    @Override
    public void lost(EngineRun run, String why) {
        mailbox.must(() -> lose(run, why));
    }

    private boolean isCurrent(EngineRun run) {
        return !scope.isClosed() && view.run().filter(current -> current == run).isPresent();
    }

    private void lose(EngineRun run, String why) {
        if (isCurrent(run)) {
            run.end();
            failed(why);
        }
    }

    /** A fresh instance after a while, or none any more. */
    private void failed(@Nullable String why) {
        var problem = Optional.ofNullable(why);
        var delay = restarts.failed(setup.time().nanos());
        LOG.warn("{}: lost: {}", mailbox, problem.orElse("no reason given"));
        show(BackendState.LOST, Optional.empty(), Optional.empty(), Optional.empty(), problem);
        stopInstance()
                .whenComplete((nothing, failure) -> mailbox.must(() -> {
                    if (delay.isEmpty()) {
                        show(BackendState.FAILED, Optional.empty(), Optional.empty(), Optional.empty(), problem);
                    } else {
                        scope.after(setup.time(), delay.get(), () -> mailbox.must(this::fresh));
                    }
                }));
    }

    private void fresh() {
        if (view.state() == BackendState.LOST || view.state() == BackendState.FAILED) {
            var none = runtime == null ? Optional.of("there is no runtime") : Optional.<String>empty();
            show(BackendState.STARTING, Optional.empty(), Optional.empty(), Optional.empty(), none);
            obtain();
        }
    }

    private CompletionStage<?> stopInstance() {
        var present = runtime;
        return present == null ? CompletableFuture.allOf() : present.stop(key);
    }

    @Override
    public void restart() {
        mailbox.must(() -> {
            if (scope.isClosed()) {
                return;
            }
            restarts.forget();
            view.run().ifPresent(EngineRun::end);
            show(BackendState.LOST, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("restarted"));
            stopInstance().whenComplete((nothing, failure) -> mailbox.must(this::fresh));
        });
    }

    /** Takes no new legs and ends for good when the last one is gone. */
    public void drain() {
        mailbox.must(() -> {
            var now = view;
            show(BackendState.DRAINING, now.run(), now.engine(), now.version(), now.problem());
            scope.every(setup.time(), Duration.ofSeconds(1), () -> {
                if (info().legs() == 0) {
                    stop();
                }
            });
        });
    }

    /** Whether it has ended for good. */
    public boolean isStopped() {
        return view.state() == BackendState.STOPPED;
    }

    /** Ends for good: the instance too. */
    public CompletionStage<?> stop() {
        var stopped = new CompletableFuture<@Nullable Void>();
        mailbox.must(() -> {
            scope.close();
            var run = view.run();
            var left = run.isPresent() && config.runtime().equals("external")
                    ? run.get().leave()
                    : CompletableFuture.allOf();
            run.ifPresent(EngineRun::end);
            show(BackendState.STOPPED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
            left.handle((reply, failure) -> stopInstance())
                    .thenCompose(stage -> stage)
                    .whenComplete((nothing, failure) -> {
                        if (failure != null) {
                            LOG.warn("{}: its instance did not stop: {}", mailbox, failure.getMessage());
                        }
                        stopped.complete(null);
                    });
        });
        return stopped.completeOnTimeout(null, STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** This object goes, a newer one carries on with what runs. */
    public void abandon() {
        mailbox.must(() -> {
            scope.close();
            view.run().ifPresent(EngineRun::abandon);
            waiters.forEach(waiting -> waiting.completeExceptionally(CoreError.BACKEND_DOWN.error()));
            waiters.clear();
        });
    }

    private void show(
            BackendState state,
            Optional<EngineRun> run,
            Optional<Engine> engine,
            Optional<String> version,
            Optional<String> problem) {
        boolean news = view.state() != state;
        view = new View(state, news ? setup.time().now() : view.since(), run, engine, version, problem);
        if (news) {
            LOG.info("{}: {}", mailbox, state);
            setup.context().changed();
            setup.context().publish(event());
            settleWaiters();
        }
    }

    private Event event() {
        var now = view;
        var body = new LinkedHashMap<String, Object>();
        body.put("service", setup.context().service());
        body.put("backend", config.name());
        now.run().ifPresent(run -> body.put("instance", run.id()));
        body.put("state", now.state().name().toLowerCase(Locale.ROOT));
        now.version().ifPresent(version -> body.put("version", version));
        return Event.of("core", "backend", "state", config.name(), body);
    }

    @Override
    public BackendInfo info() {
        var now = view;
        int legs = now.run().map(EngineRun::legs).orElse(0);
        return new BackendInfo(
                config.name(), config.kind(), now.state(), legs, now.since(), now.version(), now.problem());
    }

    @Override
    public Set<Capability> capabilities() {
        return setup.legs().capabilities();
    }

    @Override
    public boolean takesTrickle() {
        return true;
    }

    @Override
    public CompletionStage<Leg> open(LegRequest request, LegEvents events) {
        var now = view;
        if (now.state() != BackendState.READY || now.engine().isEmpty()) {
            return CompletableFuture.failedFuture(CoreError.NO_MEDIASERVER.error());
        }
        return setup.legs().open(now.engine().get(), request, events);
    }

    @Override
    public CompletionStage<Leg> reattach(String legId, LegEvents events) {
        var waiting = new CompletableFuture<Engine>();
        mailbox.must(() -> whenReady(waiting));
        return waiting.thenCompose(engine -> setup.legs().reattach(engine, legId, events));
    }

    /** After an update core asks before the connections have been handed over to this object. */
    private void whenReady(CompletableFuture<Engine> waiting) {
        if (scope.isClosed()
                || (view.state() != BackendState.STARTING && view.engine().isEmpty())) {
            waiting.completeExceptionally(CoreError.BACKEND_DOWN.error());
            return;
        }
        view.engine().ifPresentOrElse(waiting::complete, () -> {
            waiters.add(waiting);
            scope.after(
                    setup.time(), REATTACH_LIMIT, () -> waiting.completeExceptionally(CoreError.BACKEND_DOWN.error()));
        });
    }

    private void settleWaiters() {
        if (view.state() != BackendState.STARTING) {
            var settled = List.copyOf(waiters);
            waiters.clear();
            settled.forEach(this::whenReady);
        }
    }
}
