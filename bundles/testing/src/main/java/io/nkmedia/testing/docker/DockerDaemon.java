package io.nkmedia.testing.docker;

import io.nkmedia.testing.QuietPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A Docker engine of a test's own: private socket, private data, no network but the machine's. Where none can be run
 * the test is skipped, with the reason. Not thread-safe; {@link #close} leaves nothing behind.
 */
public final class DockerDaemon implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final Path folder;
    private final Path certificates;
    private final int port;
    private final Thread atExit = new Thread(this::kill);
    private @Nullable Process process;

    private DockerDaemon(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.certificates = Certificates.make(folder.resolve("tls"));
    }

    /** Starts one; skips the test if this machine can't. */
    public static DockerDaemon started() {
        Assumptions.assumeTrue(find("dockerd").isPresent(), "skipped: dockerd isn't installed");
        Assumptions.assumeTrue(find("docker").isPresent(), "skipped: Docker's command line isn't installed");
        try {
            // Short: the path of a socket has at most 107 characters.
            var daemon = new DockerDaemon(Files.createTempDirectory("nkd"), QuietPort.find());
            Runtime.getRuntime().addShutdownHook(daemon.atExit);
            var problem = daemon.run();
            if (problem.isPresent()) {
                daemon.close();
                Assumptions.abort("skipped: this machine runs no Docker engine: " + problem.get());
            }
            return daemon;
        } catch (IOException e) {
            return Assertions.fail(e);
        }
    }

    private static Optional<Path> find(String program) {
        return List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin").stream()
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it again after {@link #stop}. */
    public void start() throws IOException {
        run().ifPresent(Assertions::fail);
    }

    private Optional<String> run() throws IOException {
        var log = folder.resolve("log");
        var started = new ProcessBuilder(
                        find("dockerd").orElseThrow().toString(),
                        "--data-root",
                        folder.resolve("data").toString(),
                        "--exec-root",
                        folder.resolve("exec").toString(),
                        "--pidfile",
                        folder.resolve("pid").toString(),
                        "-H",
                        host(),
                        "-H",
                        tlsHost(),
                        "--tlsverify",
                        "--tlscacert=" + certificates.resolve("ca.pem"),
                        "--tlscert=" + certificates.resolve("server.pem"),
                        "--tlskey=" + certificates.resolve("server-key.pem"),
                        "--iptables=false",
                        "--ip6tables=false",
                        "--bridge=none")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = started;
        long end = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                var lines = Files.readAllLines(log);
                return Optional.of(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
            }
        }
        return Optional.empty();
    }

    private boolean answers() throws IOException {
        try {
            return new ProcessBuilder("docker", "-H", host(), "version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where it listens, as {@code docker_host} has it. */
    public String host() {
        return "unix://" + folder.resolve("sock");
    }

    /** Where it listens with TLS, to those who have a certificate of its authority. */
    public String tlsHost() {
        return "tcp://127.0.0.1:" + port;
    }

    /** What a client needs for that, as {@code docker_cert_path} has it. */
    public Path certificates() {
        return certificates;
    }

    /** Runs Docker's command line against it and returns what that printed. */
    public String docker(String... arguments) {
        var command = new ArrayList<>(List.of("docker", "-H", host()));
        command.addAll(List.of(arguments));
        return Programs.output(command, null);
    }

    /** Makes an image of programs of this machine, with the libraries that they need. */
    public void image(String tag, List<String> files) {
        var all = Programs.withLibraries(files);
        var script = "tar -chP --transform 's,^/,,' -T - | docker -H " + host() + " import - " + tag;
        Programs.output(List.of("sh", "-c", script), String.join("\n", all) + "\n");
    }

    /** All containers, whether they run or not. */
    public List<String> containers() {
        return docker("ps", "-a", "--format", "{{.Names}}").lines().toList();
    }

    /** Stops it; its containers end, as they do when a machine's Docker engine is stopped. */
    public void stop() {
        var running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                Assertions.fail("the Docker engine didn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    private void kill() {
        var running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    @Override
    public void close() {
        stop();
        Runtime.getRuntime().removeShutdownHook(atExit);
        // It leaves the network namespace of the machine mounted.
        Programs.output(
                List.of(
                        "sh",
                        "-c",
                        "sed -n 's,^[^ ]* \\('\"$0\"'/[^ ]*\\) .*,\\1,p' /proc/mounts | sort -r | xargs -r umount",
                        folder.toString()),
                null);
        Programs.output(List.of("rm", "-rf", "--one-file-system", folder.toString()), null);
    }
}
