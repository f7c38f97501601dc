package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The one replacement that closes sockets: clients come back to their sessions (A-36, protocol.md §4.3). */
class GatewayReplacedTest {
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private static Distribution server;
    private static HttpClient http;

    @BeforeAll
    static void start() throws IOException {
        server = Distribution.unpack("gateway-replaced");
        server.service("demo", TestServices.janus("demo", "\"media\": {\"media_start\": 300, \"media_grace\": 300}"));
        server.start();
        server.shell("nkmedia:backends --wait 30");
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode login(TestClient client, Map<String, ?> more) {
        var data = new HashMap<String, Object>(more);
        data.put("user", "user");
        data.put("password", TestServices.PASSWORD);
        return client.call("core/user/login", data);
    }

    @Test
    void aClientComesBack_toItsSessionAndItsMedia() throws IOException {
        var first = TestClient.open(http, server.httpPort(), "demo");
        var token = login(first, Map.of("session_id", "session-owner"))
                .path("resume_token")
                .asText();
        var pair = TestSessions.pair(first, first);
        var echo = TestSessions.echo(first);
        var engines = Engines.of(server);
        server.shell("bundle:refresh " + server.bundleId("io.nkmedia.gateway"));
        Eventually.eventually(
                "the socket is closed", LIMIT, () -> first.closed().isDone());
        assertThat(first.closed().getNow(0)).isEqualTo(1001);
        var resumed = new AtomicReference<JsonNode>();
        var client = new AtomicReference<TestClient>();
        Eventually.eventually("the session is resumed", LIMIT, () -> {
            try {
                client.set(TestClient.open(http, server.httpPort(), "demo"));
                resumed.set(login(client.get(), Map.of("session_id", "session-owner", "resume_token", token)));
                return true;
            } catch (CompletionException notYet) {
                return false;
            }
        });
        assertThat(resumed.get().path("resumed").asBoolean()).isTrue();
        assertThat(resumed.get().path("resume_token").asText()).isNotEqualTo(token);
        for (var id : pair) {
            assertThat(client.get()
                            .call("media/session/get_info", Map.of("session_id", id))
                            .path("session_id")
                            .asText())
                    .isEqualTo(id);
        }
        assertThat(Engines.of(server)).isEqualTo(engines);
        client.get().callAgain("media/session/update_media", Map.of("session_id", echo, "mute_audio", true));
    }
}
