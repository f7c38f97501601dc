package io.nkmedia.runtime.internal;

import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;

import io.nkmedia.api.runtime.EngineSpec;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.runtime.internal.docker.ContainersMaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A folder, runtimes on it, small shell scripts as engines; at the end no process of all that is left. */
final class World implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);
    static final String KEY = "demo/janus/0";
    private static final Duration NEVER = Duration.ofHours(1);

    /** Leases that no stall of the machine lets expire. */
    static final Times QUICK = times(Duration.ofMillis(200), Duration.ofSeconds(20));

    /** An engine of a dead controller that nobody asks for ends soon. */
    static final Times IMPATIENT = times(Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofSeconds(1));

    /** A guard ends its engine 2 to 4 s after the last renewal. */
    static final Times SHORT_LEASE = times(Duration.ofMillis(200), Duration.ofSeconds(2));

    /** As {@link #SHORT_LEASE}, but nobody renews. */
    static final Times UNRENEWED = times(NEVER, Duration.ofSeconds(2));

    final Path root;
    final RealTime time = new RealTime();
    final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private final List<Instances> runtimes = new ArrayList<>();
    private boolean frameworkStops;

    World(Path root) {
        this.root = root;
    }

    private static Times times(Duration renew, Duration lease) {
        return times(renew, lease, NEVER);
    }

    private static Times times(Duration renew, Duration lease, Duration adopt) {
        return new Times(
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMillis(50),
                renew,
                lease,
                Duration.ofSeconds(1),
                LIMIT,
                adopt);
    }

    Instances runtime() {
        return runtime(self(), QUICK);
    }

    Instances runtime(Leader controller, Times times) {
        try {
            var runtime = new Instances(
                    root.resolve("data"),
                    new ContainersMaker(),
                    new Programs(System.getenv("PATH")),
                    controller,
                    time,
                    times,
                    () -> frameworkStops);
            runtimes.add(runtime);
            return runtime;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Leader self() {
        return leader(ProcessHandle.current().pid());
    }

    static Leader leader(long pid) {
        try {
            return Leader.of(pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A controller that has died. */
    static Leader dead() {
        var self = self();
        return new Leader(self.pid(), self.boot(), self.start() - 1);
    }

    /** An engine that does what {@code script} says; it has two ports, a secret, a file. */
    InstanceSpec spec(String key, String script, Map<String, Object> settings) {
        var program = root.resolve("engine-" + Integer.toHexString(script.hashCode()));
        try {
            if (!Files.exists(program)) {
                Files.writeString(program, "#!/bin/sh\n" + script + "\n");
                Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var all = new HashMap<>(settings);
        all.put("binary", program.toString());
        var engine = new EngineSpec(
                "fake",
                List.of("fake"),
                List.of("-F", "${dir}"),
                Map.of("conf/engine.conf", "secret=${secret.control} port=${port.control} rtp=${rtp.from}-${rtp.to}\n"),
                List.of("control", "admin"),
                List.of("control"),
                400);
        return new InstanceSpec(key, engine, new BackendConfig("fake", "janus", "process", all));
    }

    InstanceSpec sleeper(String key) {
        return spec(key, "sleep 1000 & wait", Map.of());
    }

    Instance obtain(Instances runtime, InstanceSpec spec) {
        return await(LIMIT, runtime.obtain(spec, lost::add));
    }

    InstanceFolder folder(String key) {
        return new Folders(root.resolve("data")).of(key);
    }

    InstanceRecord record(String key) {
        try {
            return folder(key).read().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean alive(Leader leader) {
        try {
            return leader.alive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes a runtime as an update of its bundle does. */
    void replace(Instances runtime) {
        runtime.close();
        runtimes.remove(runtime);
    }

    void stopFramework(Instances runtime) {
        frameworkStops = true;
        replace(runtime);
        frameworkStops = false;
    }

    /** Processes whose command names this world's folder. */
    List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> process.pid() + " " + commandLine(process.pid()))
                .filter(command -> command.contains(root.toString()))
                .toList();
    }

    static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            for (var runtime : List.copyOf(runtimes)) {
                await(LIMIT, runtime.stopAll(""));
                replace(runtime);
            }
            eventually(LIMIT, () -> {
                var left = processes();
                return left.isEmpty() ? Optional.empty() : Optional.of("processes are left: " + left);
            });
        } finally {
            time.close();
        }
    }
}
