package io.nkmedia.itests;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The server is killed under 1,000 clients, 50 echo sessions, calls from peer to peer and a browser's echo, and started
 * again: the same engine goes on, all come back to what they had, and the browser hears itself all the time.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashRecoveryTest {
    private static final System.Logger LOG = System.getLogger(CrashRecoveryTest.class.getName());
    private static final int CLIENTS = 1000;
    private static final int SESSIONS = 50;
    private static final int PAIRS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Promised are 10 s; a busy machine may take longer, and the server has just started. */
    private static final Duration ALL_BACK = Duration.ofSeconds(30);

    private static final int GAP_MS = 1000;

    @RegisterExtension
    static final MediaServer SERVER = new MediaServer("crash-recovery").resuming(120);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(16);
    private static final Map<String, Object> ASKED = Map.of("class", "core", "subclass", "backend", "type", "state");

    /** What the log says when a server finds what another one has left. */
    private static final String DEATH = "Service " + MediaServer.SERVICE + ": the server has died";

    private static DemoPage page;
    private static List<Member> members = List.of();

    /** A client, and what it needs to come back. */
    private record Member(TestClient client, JsonNode login) {
        static Member login(Map<String, ?> more) {
            var client = TestClient.open(HTTP, SERVER.distribution().httpPort(), MediaServer.SERVICE);
            return new Member(client, client.call("core/user/login", more));
        }

        static Member first() {
            var member = login(Map.of("user", MediaServer.ADMIN, "password", MediaServer.PASSWORD));
            member.client.call("core/event/subscribe", ASKED);
            return member;
        }

        Member back() {
            var again = login(Map.of(
                    "user",
                    MediaServer.ADMIN,
                    "password",
                    MediaServer.PASSWORD,
                    "session_id",
                    id(),
                    "resume_token",
                    login.path("resume_token").asText()));
            assertThat(again.login.path("resumed").asBoolean())
                    .as("%s", again.login)
                    .isTrue();
            return again;
        }

        String id() {
            return login.path("session_id").asText();
        }

        Set<JsonNode> subscriptions() {
            return Set.copyOf(list(client.call("core/event/get_subscriptions", Map.of())));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        THREADS.shutdownNow();
        if (page != null) {
            page.browser().close();
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        var list = new ArrayList<JsonNode>();
        array.forEach(list::add);
        return list;
    }

    private static List<Member> together(Stream<Supplier<Member>> each) {
        var all = each.map(one -> CompletableFuture.supplyAsync(one, THREADS)).toList();
        return all.stream().map(CompletableFuture::join).toList();
    }

    private static Path journal() {
        return SERVER.distribution().home().resolve("data/nkmedia/sessions/" + MediaServer.SERVICE + ".journal");
    }

    /** What happens in the last moments before a crash may be lost; this test is about what came before. */
    /** Connection sessions that are there, and media sessions that have got as far as {@code ready}. */
    private static void awaitKept(List<String> connections, List<String> sessions) {
        Eventually.eventually("all is on disk", LIMIT, () -> {
            try {
                var text = Files.readString(journal());
                var ready = text.lines()
                        .filter(line -> line.startsWith("s/") && line.contains("\"state\":\"ready\""))
                        .map(line -> line.substring("s/".length(), line.indexOf('{')))
                        .collect(Collectors.toSet());
                return connections.stream().allMatch(text::contains) && ready.containsAll(sessions);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static JsonNode info(TestClient client, String session) {
        return client.call("media/session/get_info", Map.of("session_id", session));
    }

    private static int legs(TestClient client) {
        return MediaServer.backend(client).path("sessions").asInt();
    }

    @Test
    @Order(1)
    void killedAndStartedAgain_everythingGoesOn() throws IOException {
        var server = SERVER.distribution();
        // One after the other: many at once look like somebody who guesses passwords.
        members = Stream.generate(Member::first).limit(CLIENTS).toList();
        var owner = members.get(0).client();
        var echoes =
                Stream.generate(() -> TestSessions.echo(owner)).limit(SESSIONS).toList();
        var pairs = Stream.iterate(0, i -> i + 1)
                .limit(PAIRS)
                .map(i -> TestSessions.pair(
                        members.get(2 * i).client(), members.get(2 * i + 1).client()))
                .toList();
        page = new DemoPage(Browser.open());
        page.login(SERVER.page(), "guest", MediaServer.PASSWORD);
        var seen = page.startEcho();
        page.browser().steadyFlow().assertHeardAndSeen();
        page.browser().lab("watchGaps");
        var subscriptions = members.stream().map(Member::subscriptions).toList();
        var kept = new ArrayList<>(echoes);
        pairs.forEach(pair -> kept.addAll(List.of(pair)));
        kept.add(seen);
        awaitKept(members.stream().map(Member::id).toList(), kept);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal())))
                .isEqualTo("rw-------");
        var engines = Engines.of(server);

        server.kill9();
        var start = server.start();
        long up = System.nanoTime();
        var back = together(members.stream().map(member -> member::back));
        var took = Duration.ofNanos(System.nanoTime() - up);

        assertThat(took).as("until all clients were back").isLessThan(ALL_BACK);
        assertThat(Engines.of(server)).as("the engine is the same process").isEqualTo(engines);
        var again = back.get(0).client();
        Eventually.eventually("all legs are there", LIMIT, () -> legs(again) == SESSIONS + 1);
        page.awaitState("connection-state", "ready");
        page.awaitState("echo", "ready");
        page.browser().flow(Duration.ofSeconds(3)).assertHeardAndSeen();
        long gap = ((Number) page.browser().lab("longestGap")).longValue();
        LOG.log(
                INFO,
                "started again in {0} ms, {1} clients back in {2} ms, longest silence of the media {3} ms",
                start.toMillis(),
                CLIENTS,
                took.toMillis(),
                gap);
        assertThat(gap).as("ms of silence").isLessThan(GAP_MS);
        assertThat(back.stream().map(Member::subscriptions).toList()).isEqualTo(subscriptions);
        for (var id : echoes) {
            // Asks the engine: the leg is really there.
            again.call("media/session/update_media", Map.of("session_id", id, "mute_audio", true));
            assertThat(info(again, id).path("state").asText()).isEqualTo("ready");
        }
        assertThat(info(again, seen).path("status").path("webrtc_ready").asBoolean())
                .isTrue();
        for (int i = 0; i < PAIRS; i++) {
            var callee = back.get(2 * i + 1).client();
            back.get(2 * i).client().call("media/session/destroy", Map.of("session_id", pairs.get(i)[0]));
            assertThat(callee.event("destroyed", pairs.get(i)[1])
                            .path("body")
                            .path("name")
                            .asText())
                    .isEqualTo("peer_stopped");
        }
        members = back;
    }

    @Test
    @Order(2)
    void afterwards_allEndsInOrder() {
        var owner = members.get(0).client();
        page.click("echo-stop");
        page.awaitState("echo", "idle");
        var sessions = list(owner.call("media/session/get_list", Map.of()));
        assertThat(sessions).hasSize(SESSIONS);
        assertThat(TestSessions.echo(owner)).isNotEmpty();
        members.get(0).client().call("core/user/logout", Map.of());
        var other = members.get(1).client();
        Eventually.eventually("the engine carries no leg", LIMIT, () -> legs(other) == 0);
    }

    /** What one core has kept and handed on, the next one goes on keeping. */
    @Test
    @Order(3)
    void coreReplacedBefore_everythingGoesOnAllTheSame() throws IOException {
        var server = SERVER.distribution();
        var member = members.get(4);
        var before = TestSessions.echo(member.client());
        server.bundleUpdate("io.nkmedia.core", NewerBuild.of(server.jar("io.nkmedia.core")));
        member.client().callAgain("core/event/get_subscriptions", Map.of());
        assertThat(server.log()).as("nothing is rescued twice").containsOnlyOnce(DEATH);
        var after = TestSessions.echo(member.client());
        awaitKept(List.of(), List.of(before, after));
        var engines = Engines.of(server);
        server.kill9();
        server.start();
        var back = member.back().client();
        for (var id : List.of(before, after)) {
            back.call("media/session/update_media", Map.of("session_id", id, "mute_audio", true));
        }
        assertThat(Engines.of(server)).isEqualTo(engines);
    }

    @Test
    @Order(4)
    void engineThatDiesWithTheServer_endsItsSessions_andTheirOwnersAreTold() throws IOException {
        var server = SERVER.distribution();
        var member = members.get(2).back();
        var other = members.get(3).back();
        var echo = TestSessions.echo(member.client());
        var pair = TestSessions.pair(member.client(), other.client());
        awaitKept(List.of(), List.of(echo, pair[0], pair[1]));
        var engines = Engines.of(server);
        server.kill9();
        engines.forEach(pid -> Engines.signal(pid, "KILL"));
        server.start();
        var back = member.back().client();
        assertThat(back.event("destroyed", echo).path("body").path("name").asText())
                .isEqualTo("backend_down");
        assertThat(info(back, pair[0]).path("state").asText()).isEqualTo("ready");
        Eventually.eventually(
                "a fresh engine serves",
                LIMIT,
                () -> MediaServer.backend(back).path("state").asText().equals("ready"));
        assertThat(TestSessions.echo(back)).isNotEmpty();
    }

    @Test
    @Order(5)
    void stoppedInOrder_nothingIsLeftToRescue() throws IOException {
        var server = SERVER.distribution();
        server.stop();
        assertThat(Engines.of(server)).isEmpty();
        assertThat(server.home().resolve("data/nkmedia/sessions")).isEmptyDirectory();
        server.start();
        var client = SERVER.admin();
        assertThat(client.call("media/session/get_list", Map.of())).isEmpty();
        assertThat(server.log().split(DEATH, -1))
                .as("three crashes, and no more")
                .hasSize(4);
    }
}
