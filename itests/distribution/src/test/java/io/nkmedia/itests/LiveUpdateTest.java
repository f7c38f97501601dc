package io.nkmedia.itests;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each bundle but the gateway is replaced by a newer build under 1,000 idle sockets, 100 sessions, 200 requests a second
 * and a browser's echo: no socket closes, every session goes on, no request fails, the media don't stop, and everybody is
 * served afterwards. What each change cost is printed beside the same load without a change.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveUpdateTest {
    private static final System.Logger LOG = System.getLogger(LiveUpdateTest.class.getName());
    private static final int SOCKETS = 1000;
    private static final int SESSIONS = 50;
    private static final int REQUESTS_PER_SECOND = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A packet comes each 20 ms, a look each 50 ms or later on a busy machine. */
    private static final int GAP_MS = 500;

    @RegisterExtension
    static final MediaServer SERVER = new MediaServer("live-update");

    private static final List<TestClient> idle = new ArrayList<>();
    private static final List<String> echoes = new ArrayList<>();
    private static final List<String[]> pairs = new ArrayList<>();
    private static Distribution server;
    private static TestClient owner;
    private static DemoPage page;
    private static Load load;

    @BeforeAll
    static void underLoad() throws IOException {
        server = SERVER.distribution();
        owner = SERVER.admin();
        for (int i = 0; i < SOCKETS; i++) {
            idle.add(SERVER.admin());
        }
        for (int i = 0; i < SESSIONS; i++) {
            echoes.add(TestSessions.echo(owner));
            pairs.add(TestSessions.pair(idle.get(2 * i), idle.get(2 * i + 1)));
        }
        page = new DemoPage(Browser.open());
        page.login(SERVER.page(), "guest", MediaServer.PASSWORD);
        page.startEcho();
        page.browser().steadyFlow().assertHeardAndSeen();
        page.browser().lab("watchGaps");
        load = new Load(REQUESTS_PER_SECOND, LiveUpdateTest::request);
    }

    /** Most are answered by core alone, each fourth by a session. */
    private static CompletableFuture<JsonNode> request(int number) {
        return number % 4 == 0
                ? owner.request("media/session/get_status", Map.of("session_id", echoes.get(number % SESSIONS)))
                : idle.get(number % SOCKETS).request("core/core/ping", Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        // Also after a failed start, when some of it isn't there.
        if (load != null) {
            load.close();
        }
        if (page != null) {
            page.browser().close();
        }
    }

    @Test
    @Order(0)
    void nothing_replaced_forComparison() throws Exception {
        measured("nothing", () -> page.browser().flow(Duration.ofSeconds(3)));
    }

    @Test
    @Order(1)
    void console_replaced() throws Exception {
        replace("io.nkmedia.console");
        Eventually.eventually("the demo is served", LIMIT, () -> server.httpStatus("/demo/") == 200);
    }

    @Test
    @Order(2)
    void runtime_replaced_theEngineStaysTheSame() throws Exception {
        replace("io.nkmedia.runtime");
    }

    @Test
    @Order(3)
    void janus_replaced_itsLegsGoOn() throws Exception {
        replace("io.nkmedia.janus");
    }

    @Test
    @Order(4)
    void core_replaced_itsSessionsGoOn() throws Exception {
        replace("io.nkmedia.core");
        assertThat(server.log()).as("they were handed on, not rescued").doesNotContain("the server has died");
    }

    @Test
    @Order(5)
    void base_replacedAndRefreshed_everythingGoesOn() throws Exception {
        replace("io.nkmedia.base");
        refresh("io.nkmedia.base");
    }

    @Test
    @Order(6)
    void api_replacedAndRefreshed_everythingGoesOn() throws Exception {
        replace("io.nkmedia.api");
        refresh("io.nkmedia.api");
    }

    /** Settings, a listener that comes and goes, a user, and a change on trial that is taken back. A-11. */
    @Test
    @Order(7)
    void configuration_changed_onlyWhatItNamesIsTouched() throws Exception {
        changed("configuration, changed six times", () -> {
            set("limits.sessions=5000", "timeouts.resume=3", "log.level=debug");
            set("listeners=[{\"url\":\"tcp://127.0.0.1:0\"}]");
            set("listeners=[]", "log.level=info");
            server.shell("nkmedia:user-set --roles user lab newcomer");
            server.shell("nkmedia:service-set --confirm 5s lab limits.sessions=4000");
            Eventually.eventually("the trial is over", LIMIT, () -> limit() == 5000);
        });
    }

    private static void set(String... keys) throws IOException {
        server.shell("nkmedia:service-set lab '" + String.join("' '", keys) + "'");
    }

    private static int limit() {
        try {
            return JSON.readTree(server.shell("nkmedia:service-info --json lab"))
                    .path("config")
                    .path("limits")
                    .path("sessions")
                    .asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(8)
    void all_endsInOrderAfterwards() {
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
                () -> backend().path("sessions").asInt() == 0);
    }

    private static void replace(String bundle) throws Exception {
        var newer = NewerBuild.of(server.jar(bundle));
        changed(bundle, () -> server.bundleUpdate(bundle, newer));
    }

    /** All that imports the bundle stops and starts again. */
    private static void refresh(String bundle) throws Exception {
        changed(bundle + ", refreshed", () -> server.shell("bundle:refresh " + server.bundleId(bundle)));
    }

    private static void changed(String what, Load.Change change) throws Exception {
        var engines = Engines.of(server);
        measured(what, () -> {
            change.make();
            // The shell's command may return before the change has begun.
            page.browser().flow(Duration.ofSeconds(3));
        });
        everythingGoesOn();
        assertThat(Engines.of(server)).as("the engine is the same process").isEqualTo(engines);
    }

    private static void measured(String what, Load.Change change) throws Exception {
        page.browser().lab("longestGap");
        var report = load.during(what, change);
        long gap = ((Number) page.browser().lab("longestGap")).longValue();
        LOG.log(INFO, "{0}, longest silence of the media {1} ms", report, gap);
        assertThat(report.failures()).as("refused while %s is replaced", what).isEmpty();
        assertThat(gap).as("ms of silence while %s is replaced", what).isLessThan(GAP_MS);
    }

    private static void everythingGoesOn() {
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
    }

    private static JsonNode backend() {
        return owner.callAgain("core/backend/get_list", Map.of()).path(0);
    }
}
