package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Versions of the Janus plugin side by side in one server: each service has the one that it wants and moves to another
 * while it runs; no socket closes, neither clients' nor those to the engines, no session ends, and media go on.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SideBySideTest {
    private static final System.Logger LOG = System.getLogger(SideBySideTest.class.getName());
    private static final String BUNDLE = "io.nkmedia.janus";
    private static final String FIRST = "1.0.0.SNAPSHOT";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SESSIONS = 5;
    private static final int REQUESTS_PER_SECOND = 40;

    /** A packet comes each 20 ms; a machine that is busy with all this may keep it back for a while. */
    private static final int GAP_MS = 1500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, TestClient> clients = new LinkedHashMap<>();
    private static final Map<String, List<String>> sessions = new LinkedHashMap<>();
    private static final Map<String, Set<String>> sockets = new LinkedHashMap<>();
    private static final Map<String, Set<Long>> engines = new LinkedHashMap<>();
    private static LoopbackIce ice;
    private static Distribution server;
    private static HttpClient http;
    private static TestClient asking;
    private static Load load;
    private static Browser browser;

    @BeforeAll
    static void underLoad() throws IOException {
        ice = LoopbackIce.open();
        server = Distribution.unpack("side-by-side");
        wants("one", "[1.0,1.1)");
        wants("two", "[1.0,2)");
        server.start();
        server.shell("nkmedia:backends --wait 60");
        http = HttpClient.newHttpClient();
        for (String service : List.of("one", "two")) {
            TestClient client = login(service);
            client.call("core/event/subscribe", Map.of("class", "core", "subclass", "service"));
            clients.put(service, client);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                ids.add(TestSessions.echo(client));
            }
            sessions.put(service, ids);
            sockets.put(service, ControlSockets.of(server, service));
            engines.put(service, Engines.of(server, service));
            assertThat(sockets.get(service)).as("control and admin connection").hasSize(2);
        }
        browser = Browser.open();
        DemoPage page = new DemoPage(browser);
        page.login("http://127.0.0.1:" + server.httpPort() + "/demo/?service=two", "user", TestServices.PASSWORD);
        page.startEcho();
        browser.steadyFlow().assertHeardAndSeen();
        browser.lab("watchGaps");
        asking = login("two");
        load = new Load(REQUESTS_PER_SECOND, SideBySideTest::request);
    }

    /** All go to the engine; each tenth makes a session. */
    private static CompletableFuture<JsonNode> request(int number) {
        if (number % 10 == 9) {
            return asking.request(
                    "media/session/create", Map.of("type", "echo", "offer", Map.of("sdp", TestSessions.offer())));
        }
        String id = sessions.get("two").get(number % SESSIONS);
        return number % 2 == 0
                ? clients.get("two")
                        .request("media/session/update_media", Map.of("session_id", id, "mute_audio", number % 4 == 0))
                : clients.get("two").request("media/session/get_stats", Map.of("session_id", id));
    }

    @AfterAll
    static void stop() throws IOException {
        // Also after a failed start, when some of it isn't there.
        try {
            if (load != null) {
                load.close();
            }
            if (browser != null) {
                browser.close();
            }
        } finally {
            if (server != null) {
                server.close();
            }
            if (ice != null) {
                ice.close();
            }
        }
    }

    private static void wants(String service, String range) throws IOException {
        server.service(service, TestServices.service(service, """
                        "backends": [{"kind": {"name": "janus", "version": "%s"}, "runtime": "process",
                                      "options": {"ice_enforce_list": "%s"}}],
                        "media": {"media_start": 300, "media_grace": 300}, "timeouts": {"plugin_grace": 2}
                        """.formatted(range, ice.address())));
    }

    private static TestClient login(String service) {
        return TestClient.login(http, server.httpPort(), service, "admin", TestServices.PASSWORD);
    }

    @Test
    @Order(1)
    void installedBesideTheOther_theServiceThatWantsIt_movesThere_theOtherStays() throws Exception {
        measured("1.1.0 beside 1.0.0", () -> {
            install(BUNDLE, "1.1.0", Set.of());
            serves("two", "1.1.0");
        });
        serves("one", FIRST);
    }

    @Test
    @Order(2)
    void anotherRange_movesTheServiceLive_upAndDown() throws Exception {
        wants("one", "[1.0,2)");
        serves("one", "1.1.0");
        everythingGoesOn();
        measured("range down", () -> {
            wants("one", "[1.0,1.1)");
            wants("two", "[1.0,1.1)");
            serves("two", FIRST);
        });
        serves("one", FIRST);
        everythingGoesOn();
        wants("two", "[1.0,2)");
        serves("two", "1.1.0");
        everythingGoesOn();
    }

    @Test
    @Order(3)
    void droppedIntoDeploy_takesOver_deleted_movesBack() throws Exception {
        Path jar = NewerBuild.of(server.jar(BUNDLE), "1.2.0", Set.of());
        Path deployed = server.home().resolve("deploy/janus-1.2.0.jar");
        measured("1.2.0 in deploy/", () -> {
            Path draft = Files.copy(jar, server.home().resolve("data/janus.draft"));
            Files.move(draft, deployed, StandardCopyOption.ATOMIC_MOVE);
            serves("two", "1.2.0");
        });
        measuredWithoutWarning("1.2.0 deleted", () -> {
            Files.delete(deployed);
            serves("two", "1.1.0");
        });
    }

    @Test
    @Order(4)
    void aBuildThatCannotStart_theServiceStaysWithTheOneBefore_andSaysSo() throws IOException {
        long id = install(BUNDLE, "1.3.0", Set.of("JanusBackend.class"));
        Eventually.eventually(
                "the failure is told", LIMIT, () -> shell("nkmedia:plugins").contains("it failed to start for two"));
        serves("two", "1.1.0");
        everythingGoesOn();
        assertThat(clients.get("two")
                        .event(
                                "plugin failed",
                                event -> event.path("body")
                                                .path("version")
                                                .asText()
                                                .equals("1.3.0")
                                        && event.path("body")
                                                .path("state")
                                                .asText()
                                                .equals("failed"))
                        .path("body")
                        .path("plugin")
                        .asText())
                .isEqualTo("janus");
        server.shell("bundle:uninstall " + id);
    }

    @Test
    @Order(5)
    void featureUninstalled_whatItCarriedEndsAfterItsGrace_theRestLives_andInstalledItIsBack() throws IOException {
        server.shell("feature:uninstall nkmedia-janus");
        for (String id : sessions.get("one")) {
            assertThat(clients.get("one")
                            .event("destroyed", id)
                            .path("body")
                            .path("name")
                            .asText())
                    .isEqualTo("backend_down");
        }
        sessions.get("one").clear();
        assertThat(shell("nkmedia:services")).contains("janus (missing)");
        Eventually.eventually(
                "its engine has ended", LIMIT, () -> Engines.of(server, "one").isEmpty());
        sockets.remove("one");
        engines.remove("one");
        everythingGoesOn();

        server.shell("feature:install nkmedia-janus");
        serves("one", FIRST);
        server.shell("nkmedia:backends --wait 60");
        sessions.get("one").add(TestSessions.echo(clients.get("one")));
        sockets.put("one", ControlSockets.of(server, "one"));
        engines.put("one", Engines.of(server, "one"));
        everythingGoesOn();
    }

    @Test
    @Order(6)
    void theHigherOneUninstalled_theServiceMovesBack() throws Exception {
        measuredWithoutWarning("1.1.0 uninstalled", () -> {
            server.shell("bundle:uninstall " + server.bundleId(BUNDLE, "1.1.0"));
            serves("two", FIRST);
        });
    }

    /** Pages are registered for the whole server, under names that both versions have. */
    @Test
    @Order(7)
    void twoConsoles_whicheverGoes_theDemoIsServed() throws IOException {
        String console = "io.nkmedia.console";
        long newer = install(console, "1.1.0", Set.of());
        assertThat(server.httpStatus("/demo/")).isEqualTo(200);
        long older = server.bundleId(console, FIRST);
        server.shell("bundle:stop " + older);
        Eventually.eventually("the newer serves", LIMIT, () -> server.httpStatus("/demo/") == 200);
        server.shell("bundle:start " + older);
        server.shell("bundle:uninstall " + newer);
        Eventually.eventually("the older serves", LIMIT, () -> server.httpStatus("/demo/") == 200);
    }

    // ---- what is done ----

    /** Changes something under load while a browser hears and sees itself. */
    private static void measured(String what, Load.Change change) throws Exception {
        // Who has waited for a second is told when to come again: on a machine that is slow enough.
        assertThat(underWay(what, change)).allMatch(failure -> failure.contains("retry_after_ms"));
    }

    /** The same for a bundle that goes by itself: what the engine was asked and has not answered fails. */
    private static void measuredWithoutWarning(String what, Load.Change change) throws Exception {
        assertThat(underWay(what, change))
                .allMatch(failure -> failure.contains("retry_after_ms") || failure.contains("backend_down"));
    }

    /** Gives what failed of the requests. */
    private static List<String> underWay(String what, Load.Change change) throws Exception {
        browser.lab("longestGap");
        var report = load.during(what, () -> {
            change.make();
            everythingGoesOn();
        });
        int gap = ((Number) browser.lab("longestGap")).intValue();
        LOG.log(System.Logger.Level.INFO, "{0}, media gap {1} ms", report, gap);
        assertThat(gap).as("longest silence in ms").isLessThan(GAP_MS);
        Flow flow = browser.flow(Duration.ofSeconds(1));
        assertThat(flow.connection()).isEqualTo("connected");
        assertThat(flow.audioPackets()).isPositive();
        return report.failures();
    }

    private static long install(String bundle, String version, Set<String> without) throws IOException {
        Path jar = NewerBuild.of(server.jar(bundle), version, without);
        Matcher id = Pattern.compile("Bundle ID: (\\d+)").matcher(server.shell("bundle:install -s " + jar.toUri()));
        assertThat(id.find()).as("installed").isTrue();
        return Long.parseLong(id.group(1));
    }

    /** Waits until this version serves that service, and its engine takes sessions. */
    private static void serves(String service, String version) {
        Eventually.eventually(service + " is served by " + version, LIMIT, () -> {
            for (JsonNode row : json(shell("nkmedia:plugins --json"))) {
                if (row.path("version").asText().equals(version)
                        && row.path("services").toString().contains("\"" + service + "\"")) {
                    return true;
                }
            }
            return false;
        });
        Eventually.eventually(
                "its engine is ready",
                LIMIT,
                () -> clients.get(service)
                        .call("core/backend/get_list", Map.of())
                        .path(0)
                        .path("state")
                        .asText()
                        .equals("ready"));
    }

    private static String shell(String command) {
        try {
            return server.shell(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void everythingGoesOn() throws IOException {
        for (var each : clients.entrySet()) {
            TestClient client = each.getValue();
            assertThat(client.isOpen()).isTrue();
            for (String id : sessions.get(each.getKey())) {
                // Asks the engine: the leg is really there.
                client.call("media/session/update_media", Map.of("session_id", id, "mute_audio", true));
                assertThat(client.call("media/session/get_info", Map.of("session_id", id))
                                .path("state")
                                .asText())
                        .isEqualTo("ready");
                assertThat(client.call("media/session/get_stats", Map.of("session_id", id))
                                .isMissingNode())
                        .isFalse();
            }
        }
        for (var each : sockets.entrySet()) {
            assertThat(ControlSockets.of(server, each.getKey()))
                    .as("sockets to the engine of %s", each.getKey())
                    .isEqualTo(each.getValue());
            assertThat(Engines.of(server, each.getKey())).isEqualTo(engines.get(each.getKey()));
        }
    }
}
