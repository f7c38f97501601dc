package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plugin that comes, is used, is replaced and goes again and again leaves nothing in the process. */
class LeakTest {
    private static final int ROUNDS = 20;
    private static final int WARM_UP = 3;
    private static final int UPGRADES = 50;

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
        var jvm = new Jvm(server.process());
        rounds(WARM_UP, jar, newer);
        int loaders = jvm.classLoaders();
        int threads = jvm.threads();
        int files = jvm.files();
        rounds(ROUNDS, jar, newer);
        // Threads of pools come and go by themselves; a leak of one a round would show.
        // One more is allowed for: a cache of the JDK holds the class of the record that was compared last.
        assertThat(jvm.classLoaders())
                .as("class loaders, %d after the warm-up", loaders)
                .isLessThanOrEqualTo(loaders + 1);
        Eventually.eventually(
                "threads back to about " + threads, Duration.ofSeconds(60), () -> jvm.threads() < threads + ROUNDS / 2);
        Eventually.eventually(
                "files back to about " + files, Duration.ofSeconds(60), () -> jvm.files() < files + ROUNDS / 2);
    }

    /** As an operator does it: by {@code nkmedia:upgrade}, to a newer build and back. */
    @Test
    void eachPlugin_upgraded50Times_leavesNoClassLoader() throws IOException {
        var jvm = new Jvm(server.process());
        for (String bundle : List.of("io.nkmedia.console", "io.nkmedia.runtime", "io.nkmedia.janus")) {
            Path jar = server.jar(bundle);
            Path newer = NewerBuild.of(jar);
            upgrades(WARM_UP, jar, newer);
            int loaders = jvm.classLoaders();
            upgrades(UPGRADES, jar, newer);
            assertThat(jvm.classLoaders())
                    .as("class loaders after %s, %d after the warm-up", bundle, loaders)
                    .isLessThanOrEqualTo(loaders + 1);
        }
        String id = TestSessions.echo(client);
        client.call("media/session/destroy", Map.of("session_id", id));
    }

    private void upgrades(int times, Path jar, Path newer) throws IOException {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            commands.add("nkmedia:upgrade --force --watch 0s " + (i % 2 == 0 ? newer : jar));
        }
        // Several at once: to log in to the shell takes longer than an upgrade.
        for (int i = 0; i < times; i += 10) {
            server.shell(String.join("; ", commands.subList(i, Math.min(times, i + 10))));
        }
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
}
