package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code ./nkmedia new-plugin} makes is built outside of our tree by a plain {@code mvn verify}, installed into a
 * running server, used, updated and removed, and nobody else notices.
 */
class NewPluginTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String BUNDLE = "com.acme.bell";
    private static final String WITH =
            "\"plugins\": [\"bell\"], \"bell\": {\"note\": \"c5\"}, \"backends\": [{\"kind\": \"bell\"}]";

    private final HttpClient http = HttpClient.newHttpClient();
    private Distribution server;
    private TestClient client;

    @BeforeEach
    void start() throws IOException {
        server = Distribution.unpack("new-plugin");
        server.service("demo", TestServices.service("demo", ""));
        server.service("other", TestServices.service("other", ""));
        server.start();
        client = TestClient.login(http, server.httpPort(), "demo", "admin", TestServices.PASSWORD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewPlugin_isBuiltInstalledUsedUpdatedRemoved_andNobodyElseNotices() throws IOException {
        var folder = Path.of(Unpacked.property("nkmedia.work"), "bell");
        run(Program.root(), "rm", "-rf", folder.toString());
        run(Program.root(), "./nkmedia", "new-plugin", "bell", "--package", BUNDLE, "--dir", folder.toString());
        var repository = OwnRepository.in(folder.resolve("target/repository"));
        run(folder, "mvn", "-o", "-B", "-ntp", "-q", "verify", "-Dmaven.repo.local=" + repository);
        var jar = folder.resolve("target/" + BUNDLE + "-1.0.0.jar");
        var features = folder.resolve("features.xml");
        Files.writeString(
                features,
                Files.readString(features)
                        .replace("file:target/" + jar.getFileName(), jar.toUri().toString()));

        var others = List.of(
                TestClient.login(http, server.httpPort(), "other", "admin", TestServices.PASSWORD),
                TestClient.login(http, server.httpPort(), "other", "admin", TestServices.PASSWORD));
        var pair = TestSessions.pair(others.get(0), others.get(1));
        round(jar, features);
        int loaders = classLoaders();
        for (int i = 0; i < 3; i++) {
            round(jar, features);
        }
        // One more is allowed for: a cache of the JDK holds the class of the record that was compared last.
        assertThat(classLoaders()).isLessThanOrEqualTo(loaders + 1);

        assertThat(client.isOpen()).isTrue();
        assertThat(others).allMatch(TestClient::isOpen);
        for (var id : pair) {
            others.get(0).call("media/session/get_info", Map.of("session_id", id));
        }
        assertThat(others.get(0).events())
                .noneMatch(event -> event.path("type").asText().equals("destroyed"));
    }

    private void round(Path jar, Path features) throws IOException {
        assertThatThrownBy(() -> note("a4")).hasMessageContaining("unknown_command");
        server.service("demo", TestServices.service("demo", WITH));
        server.shell("feature:repo-add " + features.toUri());
        server.shell("feature:install plugin-bell");
        plugin("bell 1.0.0");
        assertThat(note("a4").path("hertz").asDouble()).isEqualTo(440);
        assertThatThrownBy(() -> note("h4")).hasMessageContaining("data.note");
        ring();
        server.bundleUpdate(BUNDLE, NewerBuild.of(jar));
        plugin("bell 1.0.1");
        assertThat(note("c5").path("name").asText()).isEqualTo("c5");
        ring();
        server.shell("feature:uninstall plugin-bell");
        plugin("bell (missing)");
        server.service("demo", TestServices.service("demo", ""));
        server.shell("feature:repo-remove " + features.toUri());
        Eventually.eventually("no plugin is listed", LIMIT, () -> !services().contains("bell"));
    }

    private JsonNode note(String note) {
        return client.call("bell/note/set", Map.of("note", note));
    }

    private void plugin(String wanted) {
        Eventually.eventually(wanted, LIMIT, () -> services().contains(wanted));
    }

    private String services() {
        try {
            return server.shell("nkmedia:services");
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** A session by its other name, which the plugin's filter knows; a phone hears it; it ends. */
    private void ring() throws IOException {
        try (var phone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            phone.setSoTimeout((int) LIMIT.toMillis());
            var offer = """
                    v=0\r
                    o=- 1 1 IN IP4 127.0.0.1\r
                    s=-\r
                    c=IN IP4 127.0.0.1\r
                    t=0 0\r
                    m=audio %d RTP/AVP 0\r
                    """.formatted(phone.getLocalPort());
            var made = client.call(
                    "media/session/create",
                    Map.of("type", "beep", "wait_reply", true, "offer", Map.of("sdp", offer, "sdp_type", "rtp")));
            assertThat(made.path("answer").path("sdp").asText()).contains("RTP/AVP 0");
            for (int i = 0; i < 10; i++) {
                phone.receive(new DatagramPacket(new byte[1500], 1500));
            }
            client.call(
                    "media/session/destroy",
                    Map.of("session_id", made.path("session_id").asText()));
        }
    }

    /** Live class loaders of bundles, after a full collection. */
    private int classLoaders() throws IOException {
        var line = Pattern.compile("\\d+:\\s+(\\d+)\\s+\\d+\\s+org\\.apache\\.felix\\.framework\\."
                + "BundleWiringImpl\\$BundleClassLoader.*");
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return run(Program.root(), jcmd, String.valueOf(server.process().pid()), "GC.class_histogram").stream()
                .map(text -> line.matcher(text.strip()))
                .filter(matcher -> matcher.matches())
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .sum();
    }

    private static List<String> run(Path folder, String... command) throws IOException {
        try (var program = Program.start(folder, command)) {
            assertThat(program.end(Duration.ofMinutes(3)))
                    .as("%s: %s", String.join(" ", command), program.lines())
                    .isZero();
            return program.lines();
        }
    }
}
