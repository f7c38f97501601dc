package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plugin that comes, is used, is replaced and goes again and again leaves nothing in the process. */
class LeakTest {
    private static final int ROUNDS = 20;
    private static final int WARM_UP = 3;

    private Distribution server;
    private TestClient client;

    @BeforeEach
    void start() throws IOException {
        server = Distribution.unpack("leak");
        server.service("demo", TestServices.janus("demo", ""));
        server.start();
        server.shell("nkmedia:backends --wait 30");
        client =
                TestClient.login(HttpClient.newHttpClient(), server.httpPort(), "demo", "admin", TestServices.PASSWORD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void janus_installedUsedUpdatedRemoved20Times_leavesNoClassLoaderThreadOrFile() throws IOException {
        Path jar = server.jar("io.nkmedia.janus");
        Path newer = NewerBuild.of(jar);
        rounds(WARM_UP, jar, newer);
        int loaders = classLoaders();
        int threads = count("task");
        int files = count("fd");
        rounds(ROUNDS, jar, newer);
        // Threads of pools come and go by themselves; a leak of one a round would show.
        // One more is allowed for: a cache of the JDK holds the class of the record that was compared last.
        assertThat(classLoaders())
                .as("class loaders, %d after the warm-up", loaders)
                .isLessThanOrEqualTo(loaders + 1);
        Eventually.eventually(
                "threads back to about " + threads, Duration.ofSeconds(60), () -> count("task") < threads + ROUNDS / 2);
        Eventually.eventually(
                "files back to about " + files, Duration.ofSeconds(20), () -> count("fd") < files + ROUNDS / 2);
    }

    private void rounds(int rounds, Path jar, Path newer) throws IOException {
        for (int i = 0; i < rounds; i++) {
            server.shell("bundle:uninstall " + server.bundleId("io.nkmedia.janus"));
            server.shell("bundle:install -s " + jar.toUri());
            server.shell("nkmedia:backends --wait 30");
            String id = TestSessions.echo(client);
            server.bundleUpdate("io.nkmedia.janus", newer);
            client.call("media/session/update_media", Map.of("session_id", id, "mute_audio", true));
            client.call("media/session/destroy", Map.of("session_id", id));
        }
    }

    /** Live class loaders of bundles, after a full collection. */
    private int classLoaders() {
        var line = Pattern.compile("\\d+:\\s+(\\d+)\\s+\\d+\\s+org\\.apache\\.felix\\.framework\\."
                + "BundleWiringImpl\\$BundleClassLoader.*");
        return jcmd("GC.class_histogram")
                .lines()
                .map(text -> line.matcher(text.strip()))
                .filter(matcher -> matcher.matches())
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .sum();
    }

    private String jcmd(String command) {
        try {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(server.process().pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("jcmd failed", e);
        }
    }

    private int count(String what) {
        try (var entries =
                Files.list(Path.of("/proc", String.valueOf(server.process().pid()), what))) {
            return (int) entries.count();
        } catch (IOException e) {
            throw new IllegalStateException("the server is gone", e);
        }
    }
}
