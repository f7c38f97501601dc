package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Janus dies or stops answering under 20 sessions: they end and a fresh one comes; another service notices nothing. */
class EngineDeathTest {
    /** Promised is 1 s; a busy machine may take longer, but less than pings do. */
    private static final Duration DETECTED_AT_ONCE = Duration.ofSeconds(10);

    /** Three pings of 5 s that are missed, the time for the one that is under way, and a busy machine. */
    private static final Duration DETECTED_BY_PING = Duration.ofSeconds(60);

    private static final Duration FRESH = Duration.ofSeconds(30);

    private Distribution server;
    private HttpClient http;
    private TestClient hurt;
    private TestClient untouched;
    private final List<String> sessions = new ArrayList<>();
    private String other;

    @BeforeEach
    void twoServices() throws IOException {
        server = Distribution.unpack("engine-death");
        server.service("hurt", TestServices.janus("hurt", "\"media\": {\"media_start\": 300}"));
        server.service("untouched", TestServices.janus("untouched", "\"media\": {\"media_start\": 300}"));
        server.start();
        server.shell("nkmedia:backends --wait 30");
        http = HttpClient.newHttpClient();
        hurt = TestClient.login(http, server.httpPort(), "hurt", "admin", TestServices.PASSWORD);
        untouched = TestClient.login(http, server.httpPort(), "untouched", "admin", TestServices.PASSWORD);
        hurt.call("core/event/subscribe", Map.of("class", "core", "subclass", "backend"));
        for (int i = 0; i < 20; i++) {
            sessions.add(TestSessions.echo(hurt));
        }
        other = TestSessions.echo(untouched);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void killedEngine_itsSessionsEnd_aFreshOneComes_theOtherServiceGoesOn() {
        long pid = Engines.of(server, "hurt").iterator().next();
        Engines.signal(pid, "KILL");
        allEnd(DETECTED_AT_ONCE);
        freshOne(pid);
    }

    @Test
    void stoppedEngine_isFoundByPing() {
        long pid = Engines.of(server, "hurt").iterator().next();
        Engines.signal(pid, "STOP");
        allEnd(DETECTED_BY_PING);
        freshOne(pid);
    }

    @Test
    void killedController_leavesNoEngineBehind() {
        assertThat(Engines.of(server)).hasSize(2);
        server.kill9();
        Eventually.eventually(
                "engines without controller end",
                Duration.ofSeconds(60),
                () -> Engines.of(server).isEmpty());
    }

    private void allEnd(Duration limit) {
        Eventually.eventually("20 sessions end with backend_down", limit, () -> ended().size() == 20);
        assertThat(ended()).containsOnly("backend_down");
    }

    private List<String> ended() {
        return hurt.events().stream()
                .filter(event -> event.path("type").asText().equals("destroyed"))
                .map(event -> event.path("body").path("name").asText())
                .toList();
    }

    private void freshOne(long old) {
        Eventually.eventually(
                "a fresh engine is ready",
                FRESH,
                () -> hurt.call("core/backend/get_list", Map.of())
                        .path(0)
                        .path("state")
                        .asText()
                        .equals("ready"));
        assertThat(Engines.of(server, "hurt")).hasSize(1).doesNotContain(old);
        assertThat(TestSessions.echo(hurt)).isNotEmpty();
        assertThat(untouched.events().stream().map(event -> event.path("type").asText()))
                .doesNotContain("destroyed");
        untouched.call("media/session/update_media", Map.of("session_id", other, "mute_audio", true));
    }
}
