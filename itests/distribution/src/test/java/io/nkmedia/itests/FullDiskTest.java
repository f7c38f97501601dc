package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The disk under what is kept for the time after a crash is full, really: operators are told, nobody else notices, and
 * when there is space again all of it is kept. Needs root, for a disk that is small.
 */
class FullDiskTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String WARNING = "its sessions would not survive a crash";
    private static final int PAIRS = 20;

    private static Distribution server;
    private static Path disk;
    private static boolean mounted;

    @BeforeAll
    static void start() throws IOException {
        server = Distribution.unpack("full-disk");
        server.service("demo", TestServices.service("demo", "\"timeouts\": {\"resume\": 120}"));
        disk = Files.createDirectories(server.home().resolve("data/nkmedia/sessions"));
        Tool.run(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", disk.toString()));
        mounted = true;
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        if (mounted) {
            Tool.run(new ProcessBuilder("umount", disk.toString()));
        }
    }

    private static String services() {
        try {
            return server.shell("nkmedia:services --json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] pair(TestClient client) {
        return TestSessions.pair(client, client);
    }

    @Test
    void fullDisk_isToldToOperators_disturbsNobody_andIsMadeUpForLater() throws IOException {
        var http = HttpClient.newHttpClient();
        var client = TestClient.open(http, server.httpPort(), "demo");
        var login = client.call("core/user/login", Map.of("user", "user", "password", TestServices.PASSWORD));
        var first = pair(client);
        var ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[960 << 10]);

        var pairs = new String[PAIRS][];
        for (int i = 0; i < PAIRS; i++) {
            pairs[i] = pair(client);
        }
        Eventually.eventually("operators are told", LIMIT, () -> services().contains(WARNING));
        assertThat(services()).contains("No space left on device");
        client.call("media/session/destroy", Map.of("session_id", first[0]));
        pair(client);
        assertThat(Pattern.compile("can't be kept").matcher(server.log()).results())
                .as("said once, not each second")
                .hasSize(1);

        Files.delete(ballast);
        Eventually.eventually("all is well again", LIMIT, () -> !services().contains(WARNING));
        server.kill9();
        server.start();
        var again = TestClient.open(http, server.httpPort(), "demo");
        again.call(
                "core/user/login",
                Map.of(
                        "user",
                        "user",
                        "password",
                        TestServices.PASSWORD,
                        "session_id",
                        login.path("session_id").asText(),
                        "resume_token",
                        login.path("resume_token").asText()));
        for (var pair : pairs) {
            for (var id : pair) {
                assertThat(again.call("media/session/get_info", Map.of("session_id", id))
                                .path("state")
                                .asText())
                        .isEqualTo("ready");
            }
        }
    }
}
