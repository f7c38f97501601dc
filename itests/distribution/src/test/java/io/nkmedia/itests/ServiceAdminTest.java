package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.testing.QuietPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator makes, changes and ends services of the real server: by API, shell and file. */
class ServiceAdminTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private Distribution server;
    private HttpClient http;
    private TestClient core;

    @BeforeEach
    void start() throws IOException {
        server = Distribution.started("service-admin");
        http = HttpClient.newHttpClient();
        core = login();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TestClient login() {
        return TestClient.login(http, server.httpPort(), "core", "admin", server.adminPassword());
    }

    private static Map<String, String> tcp(int port) {
        return Map.of("url", "tcp://127.0.0.1:" + port);
    }

    private JsonNode update(Map<String, ?> config) {
        return core.call("core/service/update", Map.of("name", "shop", "config", config));
    }

    private JsonNode shop() {
        return core.call("core/service/get", Map.of("name", "shop"));
    }

    private String file() throws IOException {
        return Files.readString(server.etc().resolve("io.nkmedia.service-shop.json"));
    }

    private void setUser(String user, String role) {
        core.call(
                "core/service/set_user",
                Map.of("name", "shop", "user", user, "password", "secret", "roles", List.of(role)));
    }

    @Test
    void byApi_aServiceIsMade_changedUnderAConnection_stopped_andDeleted() throws IOException {
        int first = QuietPort.find();
        int second = QuietPort.find();
        core.call("core/event/subscribe", Map.of("class", "core", "subclass", "service"));
        var created = core.call(
                "core/service/create", Map.of("name", "shop", "config", Map.of("listeners", List.of(tcp(first)))));
        assertThat(created.path("uuid").asText()).hasSize(36);
        setUser("ann", "user");
        assertThat(file()).contains("\"ann\"").doesNotContain("secret");
        try (var held = new LineClient(first)) {
            assertThat(held.login("ann", "secret").path("result").asText()).isEqualTo("ok");
            // A listener more, then one less; a role; a limit. The connection stays.
            assertThat(update(Map.of("listeners", List.of(tcp(first), tcp(second))))
                            .path("changed"))
                    .extracting(JsonNode::asText)
                    .containsExactly("listeners");
            try (var other = new LineClient(second)) {
                other.login("ann", "secret");
                update(Map.of("listeners", List.of(tcp(first))));
                assertThat(other.farewell()).contains("\"bye\"", "1001");
            }
            assertThatThrownBy(() -> new LineClient(second)).isInstanceOf(IOException.class);
            assertThat(held.call("core/user/list", "{}").toString()).contains("unauthorized");
            setUserRole("ann", "manager");
            assertThat(held.call("core/user/list", "{}").path("result").asText())
                    .isEqualTo("ok");
            update(Map.of("unknown_fields", "reject"));
            assertThat(held.call("core/core/ping", "{\"x\":1}").toString()).contains("invalid_value");
            takenPort(first);
            confirmTimeout();
            byHand(held);
            // Stops when nothing is left to drain, and tells who is connected.
            core.call("core/service/stop", Map.of("name", "shop", "drain", 5));
            assertThat(held.farewell()).contains("1001");
        }
        assertThat(shop().path("state").asText()).isEqualTo("stopped");
        core.event("draining", e -> e.path("body").path("state").asText().equals("draining"));
        core.call("core/service/delete", Map.of("name", "shop"));
        assertThat(server.etc().resolve("io.nkmedia.service-shop.json")).doesNotExist();
        assertThat(refusal("core/service/get", Map.of("name", "shop"))).isEqualTo("service_not_found");
    }

    private void setUserRole(String user, String role) {
        core.call("core/service/set_user", Map.of("name", "shop", "user", user, "roles", List.of(role)));
    }

    private void takenPort(int own) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = Map.of("description", "never", "listeners", List.of(tcp(own), tcp(taken.getLocalPort())));
            var refused = catchThrowableOfType(TestClient.Refused.class, () -> update(config));
            assertThat(refused.name()).isEqualTo("config_failed");
            assertThat(refused.data().path("field").asText()).isEqualTo("data.config.listeners[1].url");
            assertThat(shop().path("config").has("description")).isFalse();
            assertThat(file()).doesNotContain("never");
        }
    }

    private void confirmTimeout() {
        core.call(
                "core/service/update",
                Map.of("name", "shop", "config", Map.of("description", "on trial"), "confirm_timeout", 5));
        assertThat(shop().path("config").path("description").asText()).isEqualTo("on trial");
        Eventually.eventually(
                "the change is taken back", SOON, () -> !shop().path("config").has("description"));
    }

    private void byHand(LineClient held) throws IOException {
        var good = file();
        server.service("shop", good.replaceFirst("\\{", "{\"description\": \"by hand\","));
        Eventually.eventually(
                "the edited file is in force",
                SOON,
                () -> shop().path("config").path("description").asText().equals("by hand"));
        server.service("shop", "{\"name\": \"shop\", \"colour\": 1}");
        Eventually.eventually(
                "the error is shown", SOON, () -> shop().path("error").asText().contains("colour"));
        assertThat(server.shell("nkmedia:services")).contains("colour");
        assertThat(held.call("core/user/list", "{}").path("result").asText()).isEqualTo("ok");
        server.service("shop", good);
        Eventually.eventually("it is mended", SOON, () -> !shop().has("error"));
    }

    private String refusal(String command, Map<String, ?> data) {
        return catchThrowableOfType(TestClient.Refused.class, () -> core.call(command, data))
                .name();
    }

    @Test
    void byShell_theSame_andAfterAKillAllIsAsItWas() throws IOException {
        int port = QuietPort.find();
        server.shell("nkmedia:service-create shop 'listeners=[{\"url\":\"tcp://127.0.0.1:" + port + "\"}]'");
        var password = server.shell("nkmedia:user-set --roles manager shop ann")
                .lines()
                .filter(line -> line.startsWith("password: "))
                .findFirst()
                .orElseThrow()
                .substring("password: ".length());
        try (var held = new LineClient(port)) {
            assertThat(held.login("ann", password).path("result").asText()).isEqualTo("ok");
            assertThat(server.shell("nkmedia:connections --service shop")).contains("ann", "tcp");
            assertThat(server.shell("nkmedia:users --service shop")).contains("manager");
            server.shell("nkmedia:service-set shop limits.sessions=3 'log.debug={\"connection\":{}}'");
            held.call("core/core/ping", "{}");
            Eventually.eventually(
                    "the service tells more (A-17)",
                    SOON,
                    () -> server.log().contains("connection: core/core/ping is asked for"));
            server.shell("nkmedia:service-set --confirm 5s shop description=trial");
            server.shell("nkmedia:service-confirm shop");
            assertThat(server.shell("nkmedia:service-info --json shop")).contains("\"trial\"", "\"***\"");
            server.shell("nkmedia:user-remove shop ann");
            assertThat(held.farewell()).contains("4410");
        }
        assertThatThrownBy(() -> server.shell("nkmedia:service-set shop limits.sesions=3"))
                .hasMessageContaining("sesions");
        assertThatThrownBy(() -> server.shell("nkmedia:service-start nobody")).isInstanceOf(IOException.class);
        assertThat(server.shell("nkmedia:plugins")).contains("janus", "demo");
        var before = uuids();
        server.kill9();
        server.start();
        core = login();
        assertThat(uuids()).isEqualTo(before).contains("shop");
        assertThat(shop().path("config").path("limits").path("sessions").asInt())
                .isEqualTo(3);
        server.shell("nkmedia:service-drain shop 5s");
        assertThat(server.shell("nkmedia:services")).contains("stopped");
        server.shell("nkmedia:service-start shop");
        server.shell("nkmedia:service-stop shop");
        server.shell("nkmedia:service-delete shop");
        assertThat(uuids()).doesNotContain("shop");
    }

    @Test
    void pluginThatCannotWork_isListedWithWhatItLacks() throws IOException {
        var jar = server.home().resolve("data/lost.jar");
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "com.example.lost");
        main.putValue("Import-Package", "com.example.nowhere");
        main.putValue(
                "Provide-Capability",
                "osgi.service;objectClass:List<String>=\"io.nkmedia.api.service.ServiceExtension\"");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        server.shell("bundle:install " + jar.toUri());
        core.call("core/service/create", Map.of("name", "shop", "config", Map.of("plugins", List.of("nobody-has-it"))));
        assertThat(server.shell("nkmedia:plugins --json"))
                .contains("com.example.lost", "com.example.nowhere", "nobody-has-it", "a bundle that brings it");
    }

    private String uuids() {
        var all = new StringBuilder();
        core.call("core/service/get_list", Map.of())
                .forEach(service -> all.append(service.path("name").asText())
                        .append(' ')
                        .append(service.path("uuid").asText())
                        .append('\n'));
        return all.toString();
    }

    private String shell(String command) {
        try {
            return server.shell(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eventsAndTrace_areFollowedInTheShell() throws IOException {
        try (var demo = TestClient.login(http, server.httpPort(), "demo", "admin", server.adminPassword())) {
            server.shell("nkmedia:backends --wait 30");
            var session = TestSessions.echo(demo);
            assertThat(server.shell("nkmedia:sessions --json --service demo")).contains(session);
            assertThat(server.shell("nkmedia:session-info " + session)).contains("echo");
            assertThat(server.shell("nkmedia:trace --seconds 0 " + session)).contains("\"msg\":\"answer\"");
            server.shell("nkmedia:session-destroy " + session);
            assertThat(demo.event("destroyed", session).toString()).contains("api_stop");
            var tail = CompletableFuture.supplyAsync(
                    () -> shell("nkmedia:events --class media --type created --count 1 --seconds 60 demo"));
            // Nobody is told when the shell has begun to listen.
            Eventually.eventually("an event is shown", Duration.ofSeconds(60), () -> {
                String made = TestSessions.echo(demo);
                demo.call("media/session/destroy", Map.of("session_id", made));
                return tail.isDone();
            });
            assertThat(tail.join()).contains("\"type\":\"created\"");
            assertThatThrownBy(() -> server.shell("nkmedia:session-info " + session + "-none"))
                    .hasMessageContaining("no session");
        }
    }
}
