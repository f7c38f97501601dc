package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The programs of {@code examples/clients} do what they say. */
class ClientProgramsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static Distribution server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = FreePort.find();
        server = Distribution.unpack("clients");
        server.service(
                "demo", TestServices.service("demo", "\"listeners\": [{\"url\": \"tcp://127.0.0.1:" + port + "\"}]"));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Program run(String... command) throws IOException {
        return Program.start(Program.root().resolve("examples/clients"), command);
    }

    @Test
    void eventTail_printsWhatHappens() throws IOException {
        try (var tail = run(
                "python3", "event_tail.py", "127.0.0.1", "" + port, "admin", TestServices.PASSWORD, "core", "user")) {
            tail.await("listening");
            TestClient.login(HttpClient.newHttpClient(), server.httpPort(), "demo", "user", TestServices.PASSWORD)
                    .close();
            tail.await("\"type\": \"login\", \"obj_id\": \"user\"");
            tail.await("\"type\": \"logout\", \"obj_id\": \"user\"");
        }
        try (var refused = run("python3", "event_tail.py", "127.0.0.1", "" + port, "admin", "wrong")) {
            assertThat(refused.end(LIMIT)).isEqualTo(1);
            assertThat(refused.lines()).contains("refused: Unauthorized");
        }
    }

    @Test
    void peerToPeer_isOfferedAnsweredAndEnded() throws IOException {
        try (var program = run("node", "p2p_session.mjs", "127.0.0.1", "" + port, "admin", TestServices.PASSWORD)) {
            assertThat(program.end(LIMIT)).as("%s", program.lines()).isZero();
            assertThat(program.lines()).containsExactly("offer true", "answer true", "end peer_stopped");
        }
    }

    @Test
    void login_asksForItsConnectionsAndItsCommands() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var url = "ws://127.0.0.1:" + server.httpPort() + "/nkmedia/demo";
        try (var program = run(java, "Login.java", url, "admin", TestServices.PASSWORD)) {
            assertThat(program.end(LIMIT)).as("%s", program.lines()).isZero();
            assertThat(program.lines()).hasSize(4).allMatch(line -> line.startsWith("{\"result\":\"ok\""));
            assertThat(program.lines().get(2)).contains("\"cmd\":\"login\"");
        }
    }
}
