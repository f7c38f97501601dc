package io.nkmedia.janus.internal;

import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.testing.QuietPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Just enough of a runtime to run the real engine from its spec. */
final class LocalRuntime implements BackendRuntime, AutoCloseable {
    private static final int FIRST_RTP = 40_000;

    private final Path folder;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    record Running(InstanceSpec spec, Instance instance, Process process, int admin, String adminSecret) {}

    LocalRuntime(Path folder) {
        this.folder = folder;
    }

    @Override
    public CompletionStage<Instance> obtain(InstanceSpec spec, Consumer<String> lost) {
        var now = running.compute(
                spec.key(),
                (key, known) -> known != null
                                && known.spec().equals(spec)
                                && known.process().isAlive()
                        ? known
                        : start(spec));
        now.process().onExit().thenAccept(process -> {
            if (running.remove(spec.key(), now)) {
                lost.accept("exit code " + process.exitValue());
            }
        });
        return CompletableFuture.completedFuture(now.instance());
    }

    private Running start(InstanceSpec spec) {
        try {
            String id = "real-" + numbers.incrementAndGet();
            var dir = Files.createDirectory(folder.resolve(id));
            var values = new HashMap<>(Map.of("dir", dir.toString(), "bind", "127.0.0.1", "id", id));
            values.put("rtp.from", String.valueOf(FIRST_RTP));
            values.put("rtp.to", String.valueOf(FIRST_RTP + spec.engine().rtpPorts() - 1));
            for (String port : spec.engine().ports()) {
                values.put("port." + port, String.valueOf(QuietPort.find()));
            }
            for (String secret : spec.engine().secrets()) {
                values.put("secret." + secret, UUID.randomUUID().toString());
            }
            for (var file : spec.engine().files().entrySet()) {
                Files.writeString(dir.resolve(file.getKey()), fill(file.getValue(), values));
            }
            var command =
                    new java.util.ArrayList<>(List.of(spec.engine().programs().get(0)));
            spec.engine().arguments().forEach(argument -> command.add(fill(argument, values)));
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("log").toFile())
                    .start();
            return running(spec, id, process, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Running running(InstanceSpec spec, String id, Process process, Map<String, String> values) {
        var addresses = new HashMap<String, String>();
        spec.engine().ports().forEach(port -> addresses.put(port, "127.0.0.1:" + values.get("port." + port)));
        var secrets = new HashMap<String, String>();
        spec.engine().secrets().forEach(secret -> secrets.put(secret, values.get("secret." + secret)));
        return new Running(
                spec,
                new Instance(id, addresses, secrets, Optional.empty()),
                process,
                Integer.parseInt(values.get("port.admin")),
                values.get("secret.admin"));
    }

    private static String fill(String template, Map<String, String> values) {
        String filled = template;
        for (var value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    List<Running> running() {
        return List.copyOf(running.values());
    }

    String log(Running which) {
        try {
            return Files.readString(folder.resolve(which.instance().id()).resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<Void> stop(String key) {
        var gone = running.remove(key);
        if (gone != null) {
            end(gone.process());
        }
        return CompletableFuture.allOf();
    }

    /** By force: a process that was stopped doesn't hear a polite signal. */
    private static void end(Process process) {
        process.destroyForcibly();
        process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<Void> stopAll(String prefix) {
        running.keySet().forEach(this::stop);
        return CompletableFuture.allOf();
    }

    @Override
    public void close() {
        stopAll("");
    }
}
