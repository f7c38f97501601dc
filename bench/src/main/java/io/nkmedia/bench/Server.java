package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The built distribution with one service, on loopback and free ports. {@link #close} ends what it started. */
final class Server implements AutoCloseable {
    static final String SERVICE = "bench";
    static final String PASSWORD = "secret";

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Path home;
    private final int port;
    private Optional<Process> process = Optional.empty();
    private Optional<String> heap = Optional.empty();

    private Server(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** Where the engine's own WebSocket is, and its secret. */
    record Engine(int port, String secret) {}

    /**
     * Unpacks into {@code folder}; what an earlier run left there is removed.
     *
     * @param document of the service
     */
    static Server unpack(Path tarball, Path folder, String document) throws IOException {
        Shell.run("rm", "-rf", folder.toString());
        Files.createDirectories(folder);
        Shell.run("tar", "-xzf", tarball.toString(), "-C", folder.toString(), "--strip-components=1");
        // Held together, so that they differ.
        try (var http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var ssh = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var etc = folder.resolve("etc");
            replace(etc.resolve("org.ops4j.pax.web.cfg"), "port = 8181", "port = " + http.getLocalPort());
            replace(etc.resolve("org.ops4j.pax.web.cfg"), "addresses = 0.0.0.0", "addresses = 127.0.0.1");
            replace(etc.resolve("org.apache.karaf.shell.cfg"), "sshPort = 8101", "sshPort = " + ssh.getLocalPort());
            Files.writeString(etc.resolve("io.nkmedia.service-" + SERVICE + ".json"), document);
            return new Server(folder, http.getLocalPort());
        }
    }

    private static void replace(Path file, String old, String replacement) throws IOException {
        var text = Files.readString(file);
        if (!text.contains(old)) {
            throw new IllegalStateException(file + " has no line with: " + old);
        }
        Files.writeString(file, text.replace(old, replacement));
    }

    /**
     * Before its start: a heap of just this size, such as {@code 2G}, taken from the kernel at once, so that what the
     * process grows by later lies outside of it.
     */
    void heap(String size) {
        heap = Optional.of(size);
    }

    /** Starts it and waits until a ping is answered; gives how long that took. */
    Duration start(EventLoop loop) throws IOException {
        Files.createDirectories(home.resolve("data/log"));
        var builder = new ProcessBuilder("bin/karaf", "daemon")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("data/log/console.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KARAF_") || name.startsWith("NKMEDIA_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // So that the process started here is the server itself.
        builder.environment().put("KARAF_EXEC", "exec");
        builder.environment().put("NKMEDIA_ADMIN_PASSWORD", PASSWORD);
        heap.ifPresent(size -> builder.environment()
                .putAll(Map.of("JAVA_MIN_MEM", size, "JAVA_MAX_MEM", size, "EXTRA_JAVA_OPTS", "-XX:+AlwaysPreTouch")));
        long begin = System.nanoTime();
        var started = builder.start();
        process = Optional.of(started);
        Until.there("an answer to core/core/ping, see " + home + "/data/log", START_LIMIT, () -> {
            if (!started.isAlive()) {
                throw new IllegalStateException("the server ended while starting, see " + home + "/data/log");
            }
            return pinged(loop);
        });
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private Optional<String> pinged(EventLoop loop) {
        try {
            var api = Api.open(loop, port).orTimeout(5, TimeUnit.SECONDS).join();
            var reply = api.call("core", "core", "ping", "{}");
            api.close();
            return Optional.of(reply).filter(Api::ok);
        } catch (CompletionException notYet) {
            return Optional.empty();
        }
    }

    /** Installs a bundle while the server runs. */
    void deploy(Path jar) throws IOException {
        var draft = Files.copy(jar, home.resolve("data/bench.draft"));
        Files.move(draft, home.resolve("deploy").resolve(jar.getFileName()));
    }

    /** The engine of the service, once it was configured. */
    Engine engine() {
        var file = Until.there("the engine's configuration", START_LIMIT, this::engineFolder);
        try {
            return new Engine(
                    Integer.parseInt(value(file.resolve("janus.transport.websockets.jcfg"), " ws_port = (\\d+)")),
                    value(file.resolve("janus.jcfg"), "api_secret = \"([^\"]+)\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Path> engineFolder() {
        var instances = home.resolve("data/nkmedia/instances");
        if (!Files.isDirectory(instances)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(instances)) {
            return all.map(each -> each.resolve("engine"))
                    .filter(each -> Files.exists(each.resolve("janus.jcfg")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(Path file, String pattern) throws IOException {
        var matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        if (!matcher.find()) {
            throw new IllegalStateException("nothing like " + pattern + " in " + file);
        }
        return matcher.group(1);
    }

    long pid() {
        return process.orElseThrow().pid();
    }

    int port() {
        return port;
    }

    /** Stops it as an operator does: its engines go with it. */
    void stop() {
        var running = process.orElseThrow();
        process = Optional.empty();
        running.destroy();
        Shell.await(running, STOP_LIMIT);
    }

    @Override
    public void close() {
        process.filter(Process::isAlive).ifPresent(running -> stop());
    }
}
