package io.nkmedia.testing.janus;

import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A runtime whose engines are models. Instances outlive whoever asked for them, until this is closed. */
public final class ModelRuntime implements BackendRuntime, AutoCloseable {
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final CopyOnWriteArrayList<String> stopped = new CopyOnWriteArrayList<>();

    private record Running(InstanceSpec spec, Instance instance, ModelJanus model, Consumer<String> lost) {}

    @Override
    public CompletionStage<Instance> obtain(InstanceSpec spec, Consumer<String> lost) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return CompletableFuture.failedFuture(new RuntimeUnavailable("no room for another one"));
        }
        var now = running.compute(spec.key(), (key, known) -> {
            if (known != null && known.spec().equals(spec)) {
                return new Running(spec, known.instance(), known.model(), lost);
            }
            if (known != null) {
                known.model().close();
            }
            return start(spec, lost);
        });
        return CompletableFuture.completedFuture(now.instance());
    }

    private Running start(InstanceSpec spec, Consumer<String> lost) {
        var model = ModelJanus.start();
        var addresses =
                Map.of("control", "127.0.0.1:" + model.controlPort(), "admin", "127.0.0.1:" + model.adminPort());
        var secrets = Map.of("api", ModelJanus.API_SECRET, "admin", ModelJanus.ADMIN_SECRET);
        var instance = new Instance("model-" + numbers.incrementAndGet(), addresses, secrets, Optional.empty());
        return new Running(spec, instance, model, lost);
    }

    /** The next so many requests for an instance fail. */
    public void refuse(int times) {
        refusals.set(times);
    }

    /** The engine that runs now. */
    public ModelJanus model() {
        return models().findFirst().orElseThrow(() -> new AssertionError("no engine runs"));
    }

    /** All engines that run now. */
    public Stream<ModelJanus> models() {
        return running.values().stream().map(Running::model);
    }

    /** How many were started so far. */
    public int started() {
        return numbers.get();
    }

    /** The keys that were stopped, in order. */
    public java.util.List<String> stopped() {
        return java.util.List.copyOf(stopped);
    }

    /** All engines die, and whoever watches is told. */
    public void kill() {
        running.values().forEach(this::kill);
    }

    /** One of them dies. */
    public void kill(String instance) {
        running.values().stream()
                .filter(each -> each.instance().id().equals(instance))
                .forEach(this::kill);
    }

    private void kill(Running dead) {
        running.remove(dead.spec().key(), dead);
        dead.model().close();
        dead.lost().accept("exit code 137");
    }

    /** The ids of all engines that run now. */
    public java.util.Set<String> instances() {
        return running.values().stream().map(each -> each.instance().id()).collect(java.util.stream.Collectors.toSet());
    }

    @Override
    public CompletionStage<Void> stop(String key) {
        stopped.add(key);
        var gone = running.remove(key);
        if (gone != null) {
            gone.model().close();
        }
        return CompletableFuture.allOf();
    }

    @Override
    public CompletionStage<Void> stopAll(String prefix) {
        running.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(this::stop);
        return CompletableFuture.allOf();
    }

    @Override
    public void close() {
        stopAll("");
    }
}
