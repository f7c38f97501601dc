package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Services' own listeners, opened, closed and changed while others are connected. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ListenersTest {
    private static final String V4 = "127.0.0.1";
    private static final String V6 = "[::1]";
    private static final String BOTH = "[::]";
    private static final Way[] OWN = {Way.WS, Way.WSS, Way.TCP, Way.TLS};
    private static final int SOCKETS = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Path folder;
    private static TestKeys old;
    private static TestKeys fresh;
    private static Distribution server;
    private static Ways ways;

    @BeforeAll
    static void start() throws IOException {
        folder = Path.of(Unpacked.property("nkmedia.work"), "listeners-keys");
        old = TestKeys.make(folder, "old", List.of("127.0.0.1", "::1"));
        fresh = TestKeys.make(folder, "fresh", List.of("127.0.0.1", "::1"));
        server = Distribution.unpack("listeners");
        ways = new Ways(server, old, fresh);
        server.service("demo", document(all()));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A machine without IPv6 has no such address. */
    private static boolean hasV6() throws IOException {
        return Files.exists(Path.of("/proc/net/if_inet6"))
                && Files.readString(Path.of("/proc/net/if_inet6")).contains("00000000000000000000000000000001");
    }

    private static List<String> all() throws IOException {
        var all = new ArrayList<String>();
        for (var way : OWN) {
            all.add(way.listener(V4));
            if (hasV6()) {
                all.add(way.listener(V6));
                all.add(way.listener(BOTH));
            }
        }
        return all;
    }

    private static String document(List<String> listeners) {
        return TestServices.service("demo", "\"listeners\": [" + String.join(", ", listeners) + "]");
    }

    private static void answers(TestClient client) {
        assertThat(client.call("core/core/ping", Map.of()).path("time").asLong())
                .isPositive();
    }

    /** */
    @Test
    @Order(1)
    void ownListener_overEachTransportAndFamily_letsClientsLogIn() throws IOException {
        for (var way : OWN) {
            for (var host : hasV6() ? List.of(V4, V6) : List.of(V4)) {
                try (var client = ways.admin(way, "demo", host)) {
                    assertThat(remote(client)).startsWith(way.transport() + ":");
                }
            }
        }
    }

    /** Where this client comes from: others of the same user may wait for their sockets, as after TCP's close. */
    private static String remote(TestClient client) {
        for (var subscription : client.call("core/event/get_subscriptions", Map.of())) {
            if (subscription.path("subclass").asText().equals("session_event")) {
                return client.call("core/user/get", Map.of("user", "admin"))
                        .path(subscription.path("obj_id").asText())
                        .path("remote")
                        .asText();
            }
        }
        throw new AssertionError("a logged-in client has this subscription");
    }

    @Test
    @Order(2)
    void listenerOfBothFamilies_takesBoth() throws IOException {
        for (var way : OWN) {
            for (var host : hasV6() ? List.of(V4, V6) : List.<String>of()) {
                int port = ways.port(way, BOTH);
                try (var client = TestClient.over(heard -> ways.open(way, "demo", host, port, heard))) {
                    answers(client.login("admin", TestServices.PASSWORD));
                }
            }
        }
    }

    @Test
    @Order(3)
    void listenersChangedLive_removedOnesSayBye_unchangedOnesAreNotTouched() throws IOException {
        var stay = List.of(
                ways.admin(Way.HTTP, "demo", V4), ways.admin(Way.WS, "demo", V4), ways.admin(Way.TLS, "demo", V4));
        var go = List.of(ways.admin(Way.WSS, "demo", V4), ways.admin(Way.TCP, "demo", V4));
        int before = ways.port(Way.WS, V4);
        var changed = "{\"url\": \"" + Way.WS.url(V4) + "\", \"origins\": [\"https://other.example\"]}";
        server.service("demo", document(List.of(changed, Way.TLS.listener(V4), Way.WS.listener("127.0.0.2"))));
        for (var client : go) {
            assertThat(client.closed()
                            .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(1001);
        }
        var bye = go.get(1).frames().get(0);
        assertThat(bye.path("class").asText() + "/" + bye.path("cmd").asText()).isEqualTo("core/bye");
        assertThat(bye.path("data").path("code").asInt()).isEqualTo(1001);
        try (var added = ways.admin(Way.WS, "demo", "127.0.0.2")) {
            answers(added);
        }
        stay.forEach(ListenersTest::answers);
        assertThat(ways.port(Way.WS, V4)).isEqualTo(before);
        server.service("demo", document(all()));
        for (var way : OWN) {
            try (var client = ways.admin(way, "demo", V4)) {
                answers(client);
            }
        }
        stay.forEach(ListenersTest::answers);
        stay.forEach(TestClient::close);
    }

    @Test
    @Order(4)
    void serviceDisabled_closesItsListeners_andEnabledOpensThem() throws IOException {
        var clients = Stream.of(OWN).map(way -> ways.admin(way, "demo", V4)).toList();
        server.service("demo", document(all()).replaceFirst("\\{", "{\"enabled\": false, "));
        for (var client : clients) {
            assertThat(client.closed()
                            .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(1001);
        }
        server.service("demo", document(all()));
        for (var way : OWN) {
            try (var client = ways.admin(way, "demo", V4)) {
                answers(client);
            }
        }
    }

    /** */
    @Test
    @Order(5)
    void filesOfAService_comeByItsOwnHttpsListener_untilTheyAreTakenAway() throws IOException {
        var web = Files.createDirectories(server.home().resolve("web/demo"));
        Files.writeString(web.resolve("index.html"), "<p>ours");
        Files.writeString(web.resolve(".hidden"), "no");
        try (var stays = ways.admin(Way.WSS, "demo", V4)) {
            var entry = Way.WSS.listener(V4).replaceFirst("\\{", "{\"web\": {\"dir\": \"web/demo\"}, ");
            server.service("demo", document(List.of(entry)));
            Eventually.eventually("the page is there", LIMIT, () -> "<p>ours".equals(page("/")));
            assertThat(page("/.hidden")).isEqualTo("404");
            assertThat(page("/%2e%2e/%2e%2e/etc/users.properties")).isEqualTo("404");
            answers(stays);
            server.service("demo", document(all()));
            Eventually.eventually("the page is gone", LIMIT, () -> "426".equals(page("/")));
            answers(stays);
        }
    }

    private static String page(String path) {
        var uri = URI.create("https://" + V4 + ":" + ways.port(Way.WSS, V4) + path);
        var answer = ways.http()
                .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        return answer.statusCode() == 200 ? answer.body() : String.valueOf(answer.statusCode());
    }

    @Test
    @Order(6)
    void certificateReplaced_newHandshakesShowIt_andNoneOf1000SocketsCloses() throws IOException {
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < SOCKETS; i++) {
            clients.add(ways.admin(Way.WSS, "demo", V4));
        }
        assertThat(shown()).isEqualTo("CN=old");
        ways.show(old.certificate(), Files.writeString(folder.resolve("broken.key"), "no key at all"));
        refused(1, "no PKCS #8 key");
        assertThat(shown()).isEqualTo("CN=old");
        ways.show(fresh.certificate(), old.key());
        refused(2, "not a pair");
        assertThat(shown()).isEqualTo("CN=old");
        ways.show(fresh.certificate(), fresh.key());
        Eventually.eventually("the new certificate is shown", LIMIT, () -> shown().equals("CN=fresh"));
        var replies = new ArrayList<CompletableFuture<JsonNode>>();
        clients.forEach(client -> replies.add(client.request("core/core/ping", Map.of())));
        replies.forEach(
                reply -> reply.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join());
        assertThat(clients).allMatch(TestClient::isOpen);
        try (var late = ways.admin(Way.WSS, "demo", V4)) {
            answers(late);
        }
        clients.forEach(TestClient::close);
    }

    /** Waits until each TLS listener has said so in the log. */
    private static void refused(int times, String why) {
        Eventually.eventually(
                "the log says that the old certificate stays: " + why,
                LIMIT,
                () -> server.log()
                                .lines()
                                .filter(line ->
                                        line.contains("TLS stays with the certificate it has") && line.contains(why))
                                .count()
                        >= times);
    }

    private static String shown() {
        var socket = (SSLSocket) ways.socket(Way.WSS, V4, ways.port(Way.WSS, V4));
        try (socket) {
            return socket.getSession().getPeerPrincipal().getName();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
