package io.nkmedia.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The built distribution, unpacked into a folder of its own under {@code target}, on free ports, without the user's
 * Maven repository and without remote ones. Not thread-safe. {@link #close} kills what is left.
 */
public final class Distribution implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final String DOCUMENT = "io.nkmedia.service-";
    private static final Set<String> FIRST_SERVICES = Set.of("core", "demo");
    /** What the gateway answers to a plain GET of a service that is there. */
    private static final int UPGRADE_REQUIRED = 426;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private final Unpacked unpacked;
    private final Path home;
    private final String adminPassword = UUID.randomUUID().toString();
    private final Shell shell;
    private Process process;

    private Distribution(Unpacked unpacked) {
        this.unpacked = unpacked;
        this.home = unpacked.home();
        this.shell = new Shell(unpacked.sshPort(), Unpacked.SHELL_USER, unpacked.shellPassword());
    }

    /**
     * Unpacks the distribution and sets its ports and its shell's user; does not start it. The name is its folder's:
     * another one for each server that runs at the same time. What an earlier run left there is removed.
     */
    public static Distribution unpack(String name) throws IOException {
        return new Distribution(Unpacked.into(name));
    }

    /** Unpacks and starts the distribution. */
    public static Distribution started(String name) throws IOException {
        Distribution distribution = unpack(name);
        distribution.start();
        return distribution;
    }

    /** Starts the server and waits until its services and its shell answer. Returns how long that took. */
    public Duration start() throws IOException {
        if (running()) {
            throw new IllegalStateException("running already");
        }
        Instant begin = Instant.now();
        Files.createDirectories(home.resolve("data/log"));
        ProcessBuilder builder = new ProcessBuilder("bin/karaf", "daemon")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("data/log/console.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KARAF_") || name.startsWith("NKMEDIA_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // So that the process started here is the server itself.
        builder.environment().put("KARAF_EXEC", "exec");
        builder.environment().put("NKMEDIA_ADMIN_PASSWORD", adminPassword);
        process = builder.start();
        // The HTTP port answers, and the shell may, before there is a service to log in to.
        for (String service : services()) {
            Eventually.eventually(
                    "service " + service + " is there", START_LIMIT, () -> alive() && serves("/nkmedia/" + service));
        }
        Eventually.eventually("the shell answers on port " + sshPort(), START_LIMIT, () -> alive() && shellAnswers());
        return Duration.between(begin, Instant.now());
    }

    /** Those whose documents are there; without any, those that a first start makes. */
    private Set<String> services() throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> documents = Files.newDirectoryStream(etc(), DOCUMENT + "*.json")) {
            for (Path document : documents) {
                String file = document.getFileName().toString();
                names.add(file.substring(DOCUMENT.length(), file.length() - ".json".length()));
            }
        }
        return names.isEmpty() ? FIRST_SERVICES : names;
    }

    private boolean serves(String path) {
        return httpStatus(path) == UPGRADE_REQUIRED;
    }

    private boolean alive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended while starting, see " + home.resolve("data/log"));
        }
        return true;
    }

    private boolean shellAnswers() {
        try {
            shell.run("shell:echo ready");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The status that a GET of this path answers, or -1 if nobody answers. */
    public int httpStatus(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException nobody) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Runs a command in the server's shell and returns what it printed. Throws if it fails or takes over a minute. */
    public String shell(String command) throws IOException {
        return shell.run(command);
    }

    /** The bundle's id, of the one that has this symbolic name. */
    public long bundleId(String symbolicName) throws IOException {
        Matcher id = Pattern.compile("(?m)^\\s*(\\d+)\\D.*" + Pattern.quote(symbolicName) + "\\s*$")
                .matcher(shell("bundle:list -t 0 -s --no-format"));
        if (!id.find()) {
            throw new IllegalStateException("no bundle " + symbolicName);
        }
        return Long.parseLong(id.group(1));
    }

    /** The bundle's id, of the one that has this symbolic name and this version. */
    public long bundleId(String symbolicName, String version) throws IOException {
        Matcher id = Pattern.compile("(?m)^\\s*(\\d+)\\D.*\\s" + Pattern.quote(version) + "\\s.*"
                        + Pattern.quote(symbolicName) + "\\s*$")
                .matcher(shell("bundle:list -t 0 -s --no-format"));
        if (!id.find()) {
            throw new IllegalStateException("no bundle " + symbolicName + " " + version);
        }
        return Long.parseLong(id.group(1));
    }

    /** Replaces a bundle's content by this jar, while the server runs. */
    public void bundleUpdate(String symbolicName, Path jar) throws IOException {
        shell("bundle:update " + bundleId(symbolicName) + " " + jar.toUri());
    }

    /** The jar of one of our bundles as the distribution ships it. */
    public Path jar(String artifactId) {
        String version = Unpacked.property("nkmedia.version");
        return home.resolve(
                "system/io/nkmedia/" + artifactId + "/" + version + "/" + artifactId + "-" + version + ".jar");
    }

    /** Writes a service's document, by rename as an editor does. */
    public void service(String name, String json) throws IOException {
        Path draft = Files.writeString(home.resolve("data/service.draft"), json);
        Files.move(draft, etc().resolve(DOCUMENT + name + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The port of a service's own listener with this URL; waits until the log's last word on it is that it is open. */
    public int listenerPort(String url) {
        Pattern told =
                Pattern.compile("Listener " + Pattern.quote(url) + " of service \\S+ (?:is open, port (\\d+)|\\S+)");
        int[] port = new int[1];
        Eventually.eventually("listener " + url + " is open", START_LIMIT, () -> {
            Matcher line = told.matcher(log());
            port[0] = 0;
            while (line.find()) {
                port[0] = line.group(1) == null ? 0 : Integer.parseInt(line.group(1));
            }
            return port[0] > 0;
        });
        return port[0];
    }

    /** The whole log so far. */
    public String log() {
        try {
            return Files.readString(home.resolve("data/log/karaf.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server in the orderly way. Throws if it doesn't end within 40 s. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Kills the server as a crash would. */
    public void kill9() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server did not end within " + STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public boolean running() {
        return process != null && process.isAlive();
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    public Path home() {
        return home;
    }

    public Path etc() {
        return unpacked.etc();
    }

    public int httpPort() {
        return unpacked.httpPort();
    }

    public int sshPort() {
        return unpacked.sshPort();
    }

    public String adminPassword() {
        return adminPassword;
    }

    @Override
    public void close() {
        if (running()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            kill9();
        }
        shell.close();
    }
}
