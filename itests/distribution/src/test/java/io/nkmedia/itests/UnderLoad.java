package io.nkmedia.itests;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** 1,000 idle sockets, 100 sessions, 200 requests a second and a browser's echo on one server: what a change may not hurt. */
final class UnderLoad implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(UnderLoad.class.getName());
    private static final int SOCKETS = 1000;
    private static final int SESSIONS = 50;
    private static final int REQUESTS_PER_SECOND = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** A packet comes each 20 ms, a look each 50 ms or later on a busy machine. */
    private static final int GAP_MS = 500;

    private final List<TestClient> idle = new ArrayList<>();
    private final List<String> echoes = new ArrayList<>();
    private final List<String[]> pairs = new ArrayList<>();
    private final Distribution server;
    private final TestClient owner;
    private final DemoPage page;
    private final Load load;
    private final Set<Long> engines;

    UnderLoad(MediaServer media) throws IOException {
        server = media.distribution();
        owner = media.admin();
        for (int i = 0; i < SOCKETS; i++) {
            idle.add(media.admin());
        }
        for (int i = 0; i < SESSIONS; i++) {
            echoes.add(TestSessions.echo(owner));
            pairs.add(TestSessions.pair(idle.get(2 * i), idle.get(2 * i + 1)));
        }
        page = new DemoPage(Browser.open());
        page.login(media.page(), "guest", MediaServer.PASSWORD);
        page.startEcho();
        page.browser().steadyFlow().assertHeardAndSeen();
        page.browser().lab("watchGaps");
        engines = Engines.of(server);
        load = new Load(REQUESTS_PER_SECOND, this::request);
    }

    /** Most are answered by core alone, each fourth by a session. */
    private CompletableFuture<JsonNode> request(int number) {
        return number % 4 == 0
                ? owner.request("media/session/get_status", Map.of("session_id", echoes.get(number % SESSIONS)))
                : idle.get(number % SOCKETS).request("core/core/ping", Map.of());
    }

    int sockets() {
        return SOCKETS;
    }

    /** Those of the API's clients and the browser's. */
    int sessions() {
        return echoes.size() + 2 * pairs.size() + 1;
    }

    /** Until the change and what comes of it have been felt. */
    void settle() {
        page.browser().flow(Duration.ofSeconds(3));
    }

    /** What the change costs is printed; nothing may fail, and the media may not stop. */
    void measured(String what, Load.Change change) throws Exception {
        page.browser().lab("longestGap");
        var report = load.during(what, change);
        long gap = ((Number) page.browser().lab("longestGap")).longValue();
        LOG.log(INFO, "{0}, longest silence of the media {1} ms", report, gap);
        assertThat(report.failures()).as("refused during %s", what).isEmpty();
        assertThat(gap).as("ms of silence during %s", what).isLessThan(GAP_MS);
    }

    /** All sockets and sessions are there and of use, and the engine is the same process. */
    void everythingGoesOn() {
        assertThat(idle.stream().filter(client -> !client.isOpen()))
                .as("closed sockets")
                .isEmpty();
        assertThat(owner.isOpen()).isTrue();
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        idle.forEach(client -> answers.add(client.request("core/event/get_subscriptions", Map.of())));
        answers.forEach(answer -> assertThat(
                        answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join())
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
        assertThat(Engines.of(server)).as("the engine is the same process").isEqualTo(engines);
    }

    /** Each session ends as it should, and the engine is empty then. */
    void endInOrder() {
        page.click("echo-stop");
        page.awaitState("echo", "idle");
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
                () -> owner.callAgain("core/backend/get_list", Map.of())
                                .path(0)
                                .path("sessions")
                                .asInt()
                        == 0);
    }

    @Override
    public void close() throws IOException {
        load.close();
        page.browser().close();
    }
}
