package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.Event;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Stages;
import io.nkmedia.base.Time;
import io.nkmedia.janus.internal.leg.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one instance of the engine running: obtains it, replaces it when it is lost, gives up after several failures.
 * Safe for use by any thread.
 */
public final class Keeper implements EngineRun.Events {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration DRAIN_CHECK = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final Setup setup;
    private final BackendConfig config;
    private final String key;
    private final Mailbox mailbox;
    private final Scope scope;
    private final Waiters waiters;
    private final Restarts restarts = new Restarts();
    private @Nullable BackendRuntime runtime;
    private volatile Time.@Nullable Timer draining;
    private long requests;
    private Optional<String> early = Optional.empty();
    private volatile Status status;

    Keeper(Setup setup, BackendConfig config) {
        this.setup = setup;
        this.config = config;
        String name = setup.context().service() + "/" + config.name();
        // The same settings give the same key whenever they are asked for, others a key beside it.
        key = name + "/" + Integer.toHexString(config.settings().hashCode());
        mailbox = setup.mailboxes().create("janus backend " + name);
        scope = new Scope("janus backend " + name);
        waiters = new Waiters(scope, setup.time());
        status = Status.starting(setup.time().now(), Optional.of("there is no runtime yet"));
    }

    public BackendConfig config() {
        return config;
    }

    Status status() {
        return status;
    }

    /** The engine as soon as it has been joined; fails with {@code backend_down} if that comes to nothing. */
    CompletionStage<Engine> engine() {
        var engine = new CompletableFuture<Engine>();
        mailbox.must(() -> waiters.add(engine, status));
        return engine;
    }

    /** The runtime that is there now; null if there is none for the moment. What runs goes on without it. */
    public void runtime(@Nullable BackendRuntime present) {
        mailbox.must(() -> {
            runtime = present;
            if (present != null && !scope.isClosed()) {
                status.run().ifPresentOrElse(run -> watch(present, run), this::obtain);
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
        long number = ++requests;
        try {
            var spec =
                    new InstanceSpec(key, EngineFiles.spec(config, home -> Files.isDirectory(Path.of(home))), config);
            return present.obtain(spec, why -> mailbox.must(() -> died(number, why)));
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Only the last request counts: of an instance that was given up already the end may be told late. */
    private void died(long number, String why) {
        if (number == requests) {
            early = Optional.of(why);
            status.run().ifPresent(run -> lose(run, why));
        }
    }

    private void obtain() {
        var present = runtime;
        if (present == null || status.state() != BackendState.STARTING) {
            return;
        }
        early = Optional.empty();
        request(present)
                .whenComplete((instance, failure) -> mailbox.must(() -> {
                    boolean wanted = !scope.isClosed()
                            && status.state() == BackendState.STARTING
                            && status.run().isEmpty();
                    if (wanted && failure != null) {
                        failed(Stages.cause(failure).getMessage());
                    } else if (wanted && early.isPresent()) {
                        failed(early.get());
                    } else if (wanted) {
                        join(instance);
                    }
                }));
    }

    private void join(Instance instance) {
        var run = new EngineRun(setup, config.name(), instance, isExternal(), this);
        show(status.joining(run));
        run.start();
    }

    private boolean isExternal() {
        return config.runtime().equals("external");
    }

    @Override
    public void ready(EngineRun run, Engine engine, String version) {
        mailbox.must(() -> {
            if (isCurrent(run)) {
                show(status.joined(draining == null ? BackendState.READY : BackendState.DRAINING, engine, version));
            }
        });
    }

    @Override
    public void lost(EngineRun run, String why) {
        mailbox.must(() -> lose(run, why));
    }

    private boolean isCurrent(EngineRun run) {
        return !scope.isClosed()
                && status.run().filter(current -> current == run).isPresent();
    }

    private void lose(EngineRun run, String why) {
        if (isCurrent(run)) {
            if (draining == null) {
                failed(why);
            } else {
                stop();
            }
        }
    }

    /** A fresh instance after a while, or none any more. */
    private void failed(@Nullable String why) {
        var problem = Optional.ofNullable(why);
        var delay = restarts.failed(setup.time().nanos());
        LOG.warn("{} is lost: {}", scope, problem.orElse("no reason given"));
        lose(problem);
        stopInstance()
                .whenComplete((nothing, failure) -> mailbox.must(() -> {
                    if (status.state() == BackendState.LOST && delay.isPresent()) {
                        scope.after(setup.time(), delay.get(), () -> mailbox.must(this::fresh));
                    } else if (status.state() == BackendState.LOST) {
                        show(status.none(BackendState.FAILED, problem));
                    }
                }));
    }

    /** Whoever hears of a leg's end must not find the backend ready any more. */
    private void lose(Optional<String> problem) {
        var run = status.run();
        show(status.none(BackendState.LOST, problem));
        run.ifPresent(EngineRun::end);
    }

    private void fresh() {
        if (status.state() == BackendState.LOST) {
            var missing = runtime == null ? Optional.of("there is no runtime") : Optional.<String>empty();
            show(status.none(BackendState.STARTING, missing));
            obtain();
        }
    }

    private CompletionStage<?> stopInstance() {
        var present = runtime;
        return present == null ? CompletableFuture.allOf() : present.stop(key);
    }

    /** Ends the instance and starts a fresh one at once, also after it was given up. */
    void restart() {
        mailbox.must(() -> {
            if (!scope.isClosed() && draining == null) {
                restarts.forget();
                lose(Optional.of("restarted"));
                stopInstance().whenComplete((nothing, failure) -> mailbox.must(this::fresh));
            }
        });
    }

    /** Takes no new legs and ends for good when the last one is gone. */
    public void drain() {
        mailbox.must(() -> {
            if (draining == null && !scope.isClosed()) {
                var timer = scope.every(setup.time(), DRAIN_CHECK, this::stopIfEmpty);
                draining = timer;
                drainLimit().ifPresent(limit -> scope.after(setup.time(), limit, () -> drained(timer)));
                show(status.in(BackendState.DRAINING));
            }
        });
    }

    private Optional<Duration> drainLimit() {
        return config.settings().get("drain_timeout") instanceof Integer seconds
                ? Optional.of(Duration.ofSeconds(seconds))
                : Optional.empty();
    }

    /** What it carries has had its time, unless it was wanted again in between. */
    private void drained(Time.Timer since) {
        mailbox.must(() -> {
            if (draining == since) {
                stop();
            }
        });
    }

    private void stopIfEmpty() {
        if (status.legs() == 0) {
            stop();
        }
    }

    /** It is wanted again after all. */
    public void undrain() {
        mailbox.must(() -> {
            var timer = draining;
            if (timer != null && !scope.isClosed()) {
                timer.close();
                draining = null;
                show(status.in(status.engine().isPresent() ? BackendState.READY : BackendState.STARTING));
                if (status.run().isEmpty()) {
                    obtain();
                }
            }
        });
    }

    /** Whether it has ended for good. */
    public boolean isStopped() {
        return status.state() == BackendState.STOPPED;
    }

    /** Ends for good, the instance too. Completes when that is done, or after 8 s while it goes on. */
    public CompletionStage<?> stop() {
        var stopped = new CompletableFuture<@Nullable Void>();
        mailbox.must(() -> {
            scope.close();
            waiters.close();
            var run = status.run();
            var left = run.filter(r -> isExternal()).<CompletionStage<?>>map(EngineRun::leave);
            show(status.none(BackendState.STOPPED, Optional.empty()));
            run.ifPresent(EngineRun::end);
            left.orElse(CompletableFuture.allOf())
                    .handle((reply, failure) -> stopInstance())
                    .thenCompose(stage -> stage)
                    .whenComplete((nothing, failure) -> {
                        if (failure != null) {
                            LOG.warn("{}: its instance did not stop: {}", scope, failure.getMessage());
                        }
                        stopped.complete(null);
                    });
        });
        // Not in the scope, which this closes; it goes as soon as all is done.
        var limit = setup.time().after(STOP_LIMIT, () -> stopped.complete(null));
        return stopped.whenComplete((nothing, failure) -> limit.close());
    }

    /**
     * This object goes, a newer one carries on with what runs; nobody would carry on with what drains. When this has
     * returned, nothing more is told to the owners of legs.
     */
    public void abandon() {
        if (draining == null) {
            scope.close();
            status.run().ifPresent(EngineRun::abandon);
        }
        mailbox.must(() -> {
            if (draining == null) {
                waiters.close();
                status.run().ifPresent(EngineRun::abandon);
            } else {
                stop();
            }
        });
    }

    private void show(Status changed) {
        boolean news = status.state() != changed.state();
        status = news ? changed.at(setup.time().now()) : changed;
        waiters.changed(status);
        if (news) {
            LOG.info("{} is {}", scope, status.state());
            setup.context().changed();
            setup.context().publish(event(status));
        }
    }

    private Event event(Status now) {
        var body = new LinkedHashMap<String, Object>();
        body.put("service", setup.context().service());
        body.put("backend", config.name());
        now.run().ifPresent(run -> body.put("instance", run.id()));
        body.put("state", now.state().name().toLowerCase(Locale.ROOT));
        now.version().ifPresent(version -> body.put("version", version));
        return Event.of("core", "backend", "state", config.name(), body);
    }
}
