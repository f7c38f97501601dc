package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that share no code with us log in, make a p2p session and get its events. A-4. */
class ForeignClientsTest {
    private static final String HOST = "127.0.0.1";
    private static final int LIMIT_SECONDS = 60;

    private static Path folder;
    private static TestKeys keys;
    private static Distribution server;
    private static Ways ways;

    @BeforeAll
    static void start() throws IOException {
        folder = Path.of(Unpacked.property("nkmedia.work"), "foreign-clients");
        keys = TestKeys.make(folder, "foreign", List.of(HOST));
        server = Distribution.unpack("foreign");
        ways = new Ways(server, keys);
        server.service("demo", TestServices.service("demo", Ways.listeners(HOST, Way.values())));
        server.start();
        for (var name : List.of("client.cjs", "client.py")) {
            try (InputStream in = ForeignClientsTest.class.getResourceAsStream(name)) {
                Files.write(folder.resolve(name), in.readAllBytes());
            }
        }
        Files.writeString(folder.resolve("offer.sdp"), TestSessions.offer());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String url(Way way) {
        return way.transport() + "://" + HOST + ":" + ways.port(way, HOST) + "/nkmedia/demo";
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"HTTP", "WS", "WSS"})
    void nodesWs_logsIn_makesASession_getsItsEvents(Way way) throws IOException {
        run(List.of("node", "client.cjs"), way);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void python_logsIn_makesASession_getsItsEvents(Way way) throws IOException {
        run(List.of("/usr/bin/python3", "client.py"), way);
    }

    private static void run(List<String> program, Way way) throws IOException {
        var command = new ArrayList<>(program);
        command.addAll(List.of(url(way), keys.certificate().toString(), "admin", TestServices.PASSWORD));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        // Where Debian's packages of libraries are.
        builder.environment().put("NODE_PATH", "/usr/share/nodejs");
        var process = builder.start();
        process.getOutputStream().close();
        var output = ended(process);
        assertThat(output).contains("logged in", "session", "event created", "event state", "done");
    }

    private static String ended(Process process) throws IOException {
        try {
            var late = process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
            late.whenComplete((ended, tooLate) -> {
                // Not one that has ended: that would close what is being read.
                if (tooLate != null) {
                    process.destroyForcibly();
                }
            });
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as(output)
                    .isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Test
    void openssl_logsIn_makesASession_getsItsEvents() throws IOException {
        var process = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-quiet",
                        "-verify_return_error",
                        "-CAfile",
                        keys.certificate().toString(),
                        "-connect",
                        HOST + ":" + ways.port(Way.TLS, HOST))
                .redirectError(folder.resolve("openssl.log").toFile())
                .start();
        // Ends a test that would wait for a line forever.
        process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var out = process.outputWriter(StandardCharsets.UTF_8)) {
            out.write("""
                    {"class":"core","subclass":"user","cmd":"login","data":{"user":"admin","password":"%s"},"tid":1}
                    """.formatted(TestServices.PASSWORD));
            out.flush();
            assertThat(until(in, "\"tid\":1")).contains("\"result\":\"ok\"", "session_id");
            out.write("{\"class\":\"media\",\"subclass\":\"session\",\"cmd\":\"create\",\"data\":{\"type\":\"p2p\","
                    + "\"offer\":{\"sdp\":" + quoted(TestSessions.offer()) + "}},\"tid\":2}\n");
            out.flush();
            assertThat(until(in, "\"result\"")).contains("\"result\":\"ok\"", "\"tid\":2", "session_id");
            assertThat(until(in, "\"created\"")).contains("\"cmd\":\"event\"");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    private static String until(BufferedReader in, String mark) throws IOException {
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.contains(mark)) {
                return line;
            }
        }
        throw new AssertionError("the connection ended before: " + mark);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"HTTP", "WS", "WSS"})
    void javasOwnWebSocket_logsIn_makesASession_getsItsEvents(Way way) {
        HttpClient http = ways.http();
        try (var client = TestClient.over(heard -> new WebSocketPipe(http, java.net.URI.create(url(way)), heard))) {
            client.login("admin", TestServices.PASSWORD);
            var session = client.call(
                            "media/session/create", Map.of("type", "p2p", "offer", Map.of("sdp", TestSessions.offer())))
                    .path("session_id")
                    .asText();
            client.event("created", session);
            client.event("state", session);
        }
    }
}
