package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Stages;
import io.nkmedia.base.Time;
import io.nkmedia.janus.internal.leg.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
final class Keeper implements EngineRun.Events {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration DRAIN_CHECK = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final Setup setup;
    private final BackendConfig config;
    private final String key;
    private final Mailbox mailbox;
    private final Scope scope;
    private final Waiters waiters;
    private final Crew crew;
    private final int number;
    private final Restarts restarts;
    private @Nullable BackendRuntime runtime;
    private volatile Time.@Nullable Timer draining;
    private Optional<Duration> drainLimit = Optional.empty();
    private volatile boolean serving;
    private volatile boolean served;
    private volatile boolean gone;
    private BackendState told = BackendState.STARTING;
    private long requests;
    private Optional<String> early = Optional.empty();
    private volatile Status status;

    /**
     * @param config what the engine is to see
     * @param number 0, or which of those beside it
     */
    Keeper(Setup setup, BackendConfig config, int number, Crew crew) {
        this.setup = setup;
        this.config = config;
        this.number = number;
        this.crew = crew;
        restarts = crew.restarts();
        String name = setup.context().service() + "/" + config.name();
        // The same settings give the same key whenever they are asked for, others a key beside it.
        key = name + "/" + Integer.toHexString(config.settings().hashCode()) + (number == 0 ? "" : "-" + number);
        mailbox = crew.mailbox();
        scope = new Scope("janus backend " + name);
        waiters = new Waiters(scope, setup.time());
        status = Status.starting(setup.time().now(), Optional.of("there is no runtime yet"));
    }

    BackendConfig config() {
        return config;
    }

    int number() {
        return number;
    }

    /** Whether there is an engine that could take sessions. */
    boolean isJoined() {
        return draining == null && status.engine().isPresent();
    }

    boolean isFailed() {
        return status.state() == BackendState.FAILED;
    }

    /** Whether it is the one that takes sessions. */
    boolean serves() {
        return serving;
    }

    /** Whether it was that at any time. */
    boolean hasServed() {
        return served;
    }

    String instance() {
        return status.run().map(EngineRun::id).orElse("");
    }

    /** Takes sessions, or waits in reserve. In the mailbox. */
    void serve(boolean now) {
        serving = now;
        served |= now;
        show(status.in(now ? BackendState.READY : BackendState.SPARE));
    }

    /** How long it may drain when that begins. In the mailbox. */
    void drainLimit(Optional<Duration> limit) {
        drainLimit = limit;
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
    void runtime(@Nullable BackendRuntime present) {
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
                        missed(Stages.cause(failure));
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
                if (draining == null) {
                    // Whether it takes sessions is for the crew to say.
                    status = status.joined(BackendState.STARTING, engine, version);
                    crew.changed(this);
                } else {
                    show(status.joined(BackendState.DRAINING, engine, version));
                }
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
        failed(why, restarts.failed(setup.time().nanos()));
    }

    private void missed(Throwable why) {
        boolean passing = why instanceof RuntimeUnavailable unavailable && unavailable.isPassing();
        long now = setup.time().nanos();
        failed(why.getMessage(), passing ? Optional.of(restarts.missed(now)) : restarts.failed(now));
    }

    private void failed(@Nullable String why, Optional<Duration> delay) {
        var problem = Optional.ofNullable(why);
        LOG.warn("{} is lost: {}", scope, problem.orElse("no reason given"));
        lose(problem);
        stopInstance()
                .whenComplete((nothing, failure) -> mailbox.must(() -> {
                    if (status.state() == BackendState.LOST && delay.isPresent()) {
                        scope.after(setup.time(), delay.get(), () -> mailbox.must(this::fresh));
                    } else if (status.state() == BackendState.LOST) {
                        show(status.none(BackendState.FAILED, problem));
                        crew.changed(this);
                    }
                }));
    }

    /** Whoever hears of a leg's end must not find this engine ready any more, but one that takes its place. */
    private void lose(Optional<String> problem) {
        var run = status.run();
        serving = false;
        show(status.none(BackendState.LOST, problem));
        crew.changed(this);
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

    /** Takes no new legs and ends for good when the last one is gone. In the mailbox. */
    void drain() {
        if (draining == null && !scope.isClosed()) {
            var timer = scope.every(setup.time(), DRAIN_CHECK, this::stopIfEmpty);
            draining = timer;
            serving = false;
            drainLimit.ifPresent(limit -> scope.after(setup.time(), limit, () -> drained(timer)));
            show(status.in(BackendState.DRAINING));
        }
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

    /** It is wanted again after all. In the mailbox. */
    void undrain() {
        var timer = draining;
        if (timer != null && !scope.isClosed()) {
            timer.close();
            draining = null;
            status = status.in(BackendState.STARTING);
            if (status.run().isEmpty()) {
                obtain();
            }
        }
    }

    /** Whether it has ended for good. */
    boolean isStopped() {
        return status.state() == BackendState.STOPPED;
    }

    /** Whether nothing of it runs any more. */
    boolean isGone() {
        return gone;
    }

    /** Ends for good, the instance too. Completes when that is done, or after 8 s while it goes on. */
    CompletionStage<?> stop() {
        var stopped = new CompletableFuture<@Nullable Void>();
        mailbox.must(() -> {
            scope.close();
            waiters.close();
            serving = false;
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
                        gone = true;
                        stopped.complete(null);
                        mailbox.must(() -> crew.changed(this));
                    });
        });
        // Not in the scope, which this closes; it goes as soon as all is done.
        var limit = setup.time().after(STOP_LIMIT, () -> stopped.complete(null));
        return stopped.whenComplete((nothing, failure) -> limit.close());
    }

    /**
     * This object goes. When this has returned, nothing more is told to the owners of legs.
     *
     * @param wanted whether a newer one carries on with what runs
     */
    void abandon(boolean wanted) {
        boolean goesOn = wanted && draining == null;
        if (goesOn) {
            scope.close();
            status.run().ifPresent(EngineRun::abandon);
        }
        mailbox.must(() -> {
            if (goesOn) {
                waiters.close();
                status.run().ifPresent(EngineRun::abandon);
            } else {
                stop();
            }
        });
    }

    private void show(Status changed) {
        boolean news = told != changed.state();
        told = changed.state();
        status = news ? changed.at(setup.time().now()) : changed;
        waiters.changed(status);
        if (news) {
            LOG.info("{} is {}", scope, status.state());
            setup.context().changed();
            setup.context().publish(status.event(setup.context().service(), config.name()));
        }
    }
}
