package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Each bundle but the gateway is replaced by a newer build under 500 sockets and 20 sessions: no socket closes, every
 * session goes on, and everybody is served afterwards.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveUpdateTest {
    private static final int SOCKETS = 500;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Distribution server;
    private static HttpClient http;
    private static final List<TestClient> idle = new ArrayList<>();
    private static final List<String> echoes = new ArrayList<>();
    private static final List<String[]> pairs = new ArrayList<>();
    private static TestClient owner;

    @BeforeAll
    static void underLoad() throws IOException {
        server = Distribution.unpack("live-update");
        server.service("demo", TestServices.janus("demo", "\"media\": {\"media_start\": 300}"));
        server.start();
        server.shell("nkmedia:backends --wait 30");
        http = HttpClient.newHttpClient();
        owner = login();
        for (int i = 0; i < SOCKETS; i++) {
            idle.add(login());
        }
        for (int i = 0; i < 10; i++) {
            echoes.add(TestSessions.echo(owner));
        }
        for (int i = 0; i < 10; i++) {
            pairs.add(TestSessions.pair(idle.get(2 * i), idle.get(2 * i + 1)));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestClient login() {
        return TestClient.login(http, server.httpPort(), "demo", "admin", TestServices.PASSWORD);
    }

    @Test
    @Order(1)
    void console_replaced() throws IOException {
        replace("io.nkmedia.console");
        Eventually.eventually("the demo is served", LIMIT, () -> server.httpStatus("/demo/") == 200);
    }

    @Test
    @Order(2)
    void runtime_replaced_theEngineStaysTheSame() throws IOException {
        replace("io.nkmedia.runtime");
    }

    @Test
    @Order(3)
    void janus_replaced_itsLegsGoOn() throws IOException {
        replace("io.nkmedia.janus");
    }

    @Test
    @Order(4)
    void core_replaced_itsSessionsGoOn() throws IOException {
        replace("io.nkmedia.core");
    }

    @Test
    @Order(5)
    void api_replacedAndRefreshed_everythingGoesOn() throws IOException {
        replace("io.nkmedia.api");
        // The shell's command returns before the refresh has begun: all that imports api stops and starts again.
        server.shell("bundle:refresh " + server.bundleId("io.nkmedia.api"));
        everythingGoesOn();
    }

    @Test
    @Order(6)
    void all_endsInOrderAfterwards() {
        for (String id : echoes) {
            owner.call("media/session/destroy", Map.of("session_id", id));
            assertThat(owner.event("destroyed", id).path("body").path("name").asText())
                    .isEqualTo("user_stop");
        }
        for (int i = 0; i < pairs.size(); i++) {
            String[] pair = pairs.get(i);
            idle.get(2 * i).call("media/session/destroy", Map.of("session_id", pair[0]));
            assertThat(idle.get(2 * i + 1)
                            .event("destroyed", pair[1])
                            .path("body")
                            .path("name")
                            .asText())
                    .isEqualTo("peer_stopped");
        }
        Eventually.eventually(
                "the engine carries no leg",
                LIMIT,
                () -> backend().path("sessions").asInt() == 0);
    }

    private static void replace(String bundle) throws IOException {
        var before = Engines.of(server);
        server.bundleUpdate(bundle, NewerBuild.of(server.jar(bundle)));
        everythingGoesOn();
        assertThat(Engines.of(server)).as("the engine is the same process").isEqualTo(before);
    }

    private static void everythingGoesOn() {
        assertThat(idle.stream().filter(client -> !client.isOpen()))
                .as("closed sockets")
                .isEmpty();
        assertThat(owner.isOpen()).isTrue();
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        idle.forEach(client -> answers.add(client.request("core/event/get_subscriptions", Map.of())));
        answers.forEach(answer -> assertThat(answer.orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                        .join())
                .as("still logged in and subscribed")
                .hasSizeGreaterThanOrEqualTo(2));
        for (String id : echoes) {
            // Asks the engine: the leg is really there.
            owner.callAgain("media/session/update_media", Map.of("session_id", id, "mute_audio", true));
            JsonNode info = owner.call("media/session/get_info", Map.of("session_id", id));
            assertThat(info.path("state").asText()).isEqualTo("ready");
        }
        for (int i = 0; i < pairs.size(); i++) {
            TestClient caller = idle.get(2 * i);
            TestClient callee = idle.get(2 * i + 1);
            int events = callee.events().size();
            caller.callAgain(
                    "media/session/set_candidate",
                    Map.of(
                            "session_id", pairs.get(i)[0],
                            "sdpMid", "0",
                            "candidate", "candidate:1 1 udp 1 127.0.0.1 9 typ host"));
            Eventually.eventually(
                    "a candidate reaches the other side",
                    LIMIT,
                    () -> callee.events().size() > events);
        }
    }

    private static JsonNode backend() {
        return owner.callAgain("core/backend/get_list", Map.of()).path(0);
    }
}
