package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtimes {@code process}, {@code docker}, {@code auto} (one of these two) and {@code external}.
 *
 * <p>Engines go on when this bundle is replaced, and are taken over by the next object; they end with the framework.
 * When the controller dies instead, the next one takes them over if it starts within 45 s and somebody asks for them
 * within 60 s more; else each engine's {@link Guard} ends it, 52 s after the death.
 *
 * <p>All work on files and processes blocks and is done by {@link OwnThreads}, one key after the other's own order;
 * callers' stages complete on those threads. Immediate, since leases must be renewed whether or not a backend is there.
 */
@Component(service = BackendRuntime.class, immediate = true)
public final class Instances implements BackendRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
    private static final int WATCHES_WAITING = 2;

    private final BooleanSupplier frameworkStops;
    private final Scope scope = new Scope("runtime");
    private final ThreadPoolExecutor threads = OwnThreads.create();
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final House house;
    private final Waits waits;
    private final Time time;
    private final long started;
    private final CompletableFuture<Void> ready;

    @Activate
    public Instances(BundleContext context, @Reference Time time, @Reference Containers.Maker containers)
            throws IOException {
        this(
                data(context),
                containers,
                new Programs(System.getenv().getOrDefault("PATH", "")),
                Leader.of(ProcessHandle.current().pid()),
                time,
                Times.USUAL,
                () -> context.getBundle(0).getState() == Bundle.STOPPING);
    }

    Instances(
            Path data,
            Containers.Maker containers,
            Programs programs,
            Leader controller,
            Time time,
            Times times,
            BooleanSupplier frameworkStops)
            throws IOException {
        PrivateFiles.folder(data);
        var folders = new Folders(data);
        var guards = new Guard(data, times);
        var shared = new Containers.Shared(Owner.of(data), guards, times, time, scope, threads);
        this.frameworkStops = frameworkStops;
        this.house = new House(
                folders,
                new RtpRanges(),
                new Starter(programs, guards, times),
                containers.make(shared),
                guards,
                controller,
                times);
        this.waits = new Waits(scope, time, times.limit());
        this.time = time;
        this.started = time.nanos();
        this.ready = CompletableFuture.runAsync(this::recover, threads);
        var watch = new Watch(slots.values());
        var looks = new Mailbox("looks at engines", WATCHES_WAITING, threads);
        var leases = new Mailbox("leases of engines", WATCHES_WAITING, threads);
        scope.every(time, times.look(), () -> skipIfBusy(looks, watch::look));
        scope.every(time, times.renew(), () -> skipIfBusy(leases, () -> watch.renew(time.nanos())));
    }

    private static Path data(BundleContext context) throws IOException {
        var data = context.getProperty("karaf.data");
        if (data == null) {
            throw new IOException("karaf.data is not set");
        }
        return Path.of(data, "nkmedia");
    }

    /** At its bound the mailbox holds a look that is still to come: another would find nothing more. */
    private static void skipIfBusy(Mailbox mailbox, Runnable task) {
        if (!mailbox.tell(task)) {
            LOG.debug("{} is busy", mailbox);
        }
    }

    private void recover() {
        try {
            var orphans = new Recovery(house).run(this::slot);
            house.containers().sorted(this::isOfAnother);
            if (!orphans.isEmpty()) {
                // Their guards have counted since the death.
                new Watch(orphans).renew(started);
                scope.after(time, house.times().adopt(), () -> orphans.forEach(this::unclaimed));
            }
        } catch (IOException e) {
            LOG.error("Instances of before can't be sorted out: {}", e.getMessage());
        }
    }

    /** Whether another controller, which lives, runs on the same data and answers for this container. */
    private boolean isOfAnother(String container) {
        try {
            for (var folder : house.folders().all("")) {
                var record = folder.read();
                boolean named = record.flatMap(InstanceRecord::container)
                        .filter(place -> place.name().equals(container))
                        .isPresent();
                if (named && house.isForeign(record.get())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            LOG.warn("Whose {} is can't be found out: {}", container, e.getMessage());
            return true;
        }
    }

    private void unclaimed(Slot slot) {
        slot.mailbox().must(() -> {
            try {
                slot.unclaimed();
            } catch (IOException e) {
                LOG.error(
                        "{}: the engine of the controller that died can't be ended: {}",
                        slot.mailbox(),
                        e.getMessage());
            } finally {
                retire(slot);
            }
        });
    }

    @Override
    public CompletionStage<Instance> obtain(InstanceSpec spec, Consumer<String> lost) {
        var digest = Digest.of(spec);
        var runtime = spec.config().runtime();
        Work<Instance> work = switch (runtime) {
            case "auto", "process", "docker" -> slot -> slot.obtain(spec, digest, lost);
            case "external" ->
                slot -> {
                    slot.end();
                    return External.of(spec, digest);
                };
            default ->
                slot -> {
                    throw new RuntimeUnavailable("there is no runtime " + runtime);
                };
        };
        return waits.bound("starting " + spec.key(), on(spec.key(), work));
    }

    @Override
    public CompletionStage<Void> stop(String key) {
        return waits.bound("stopping " + key, stopped(key));
    }

    @Override
    public CompletionStage<Void> stopAll(String prefix) {
        return waits.bound("stopping " + prefix + "*", allStopped(prefix));
    }

    private CompletionStage<Void> allStopped(String prefix) {
        return ready.thenCompose(now -> CompletableFuture.allOf(slots.keySet().stream()
                        .filter(key -> key.startsWith(prefix))
                        .map(key -> stopped(key).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new)))
                .thenRunAsync(() -> sweep(prefix), threads);
    }

    /** What instances have left that ended by themselves. */
    private void sweep(String prefix) {
        try {
            for (var folder : house.folders().all(prefix)) {
                if (folder.read().isEmpty()) {
                    folder.remove();
                }
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private CompletionStage<Void> stopped(String key) {
        return this.<Boolean>on(key, slot -> {
                    slot.stop();
                    return true;
                })
                .thenAccept(done -> {});
    }

    private interface Work<T> {
        T run(Slot slot) throws IOException;
    }

    private Slot slot(String key) {
        return slots.computeIfAbsent(key, name -> new Slot(name, house, threads));
    }

    private <T> CompletionStage<T> on(String key, Work<T> work) {
        return ready.thenCompose(now -> {
            var slot = slot(key);
            return slot.mailbox().ask(() -> slot.retired() ? on(key, work) : run(slot, work));
        });
    }

    private <T> CompletionStage<T> run(Slot slot, Work<T> work) {
        try {
            return CompletableFuture.completedFuture(work.run(slot));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            retire(slot);
        }
    }

    private void retire(Slot slot) {
        if (slot.retire()) {
            slots.remove(slot.key(), slot);
        }
    }

    @Deactivate
    void close() {
        if (frameworkStops.getAsBoolean()) {
            OwnThreads.await("stopping all instances", allStopped("").toCompletableFuture());
        }
        scope.close();
        OwnThreads.end(threads);
    }
}
