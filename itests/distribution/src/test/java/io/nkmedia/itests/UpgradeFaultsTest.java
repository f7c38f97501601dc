package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nkmedia.itests.bad.Hangs;
import io.nkmedia.itests.bad.NeverReturns;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Upgrades that go wrong where it takes long to see, and the one that closes all sockets; on a server of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeFaultsTest {
    private static final String CONSOLE = "io.nkmedia.console";
    private static final String JANUS = "io.nkmedia.janus";
    private static final String FIRST = "1.0.0.SNAPSHOT";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Distribution server;

    @BeforeAll
    static void start() throws IOException {
        server = Distribution.unpack("upgrade-faults");
        server.service("demo", TestServices.janus("demo", ""));
        server.start();
        server.shell("nkmedia:backends --wait 60");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TestClient login() {
        return TestClient.login(HttpClient.newHttpClient(), server.httpPort(), "demo", "admin", TestServices.PASSWORD);
    }

    @Test
    @Order(1)
    void featureThatHangs_isRolledBack_andFeaturesCanBeInstalledAgain() throws IOException {
        Path jar = BadBuild.with(Hangs.class, server.jar(JANUS), "1.0.1");
        rolledBack(
                "--repository " + NewerBuild.feature("1.0.1", jar) + " nkmedia-janus",
                "has not come to an end within 20 s");
        assertThat(server.bundleId(JANUS, FIRST)).isPositive();
        server.shell("nkmedia:backends --wait 60");
        server.shell("nkmedia:upgrade --watch 1s --repository "
                + NewerBuild.feature("1.0.2", NewerBuild.of(server.jar(JANUS), "1.0.2", Set.of())) + " nkmedia-janus");
        server.shell("nkmedia:backends --wait 60");
    }

    /** The framework can't get at such a bundle any more. */
    @Test
    @Order(2)
    void buildThatCannotEvenBeInterrupted_theOldOneComesBesideIt() throws IOException {
        Path jar = BadBuild.with(NeverReturns.class, server.jar(CONSOLE), "1.0.3");
        rolledBack(jar.toString(), "can't be interrupted");
        assertThat(server.bundleId(CONSOLE, FIRST)).isPositive();
        Eventually.eventually("the demo is served", LIMIT, () -> server.httpStatus("/demo/") == 200);
    }

    @Test
    @Order(3)
    void gateway_closesAllSockets_andTheReceiptSaysSo() throws Exception {
        TestClient client = login();
        Path newer = NewerBuild.of(server.jar("io.nkmedia.gateway"));
        JsonNode receipt = JSON.readTree(server.shell("nkmedia:upgrade --json --watch 1s " + newer));
        assertThat(receipt.path("result").asText()).isEqualTo("kept");
        assertThat(receipt.path("sockets").path("before").asInt()).isPositive();
        assertThat(receipt.path("sockets").path("lived").asInt(-1)).isZero();
        assertThat(receipt.path("lost").asInt())
                .isEqualTo(receipt.path("sockets").path("before").asInt());
        assertThat(client.closed().get(60, TimeUnit.SECONDS)).isEqualTo(1001);
        login().call("core/core/ping", Map.of());
        server.shell("nkmedia:backends --wait 60");
    }

    @Test
    @Order(4)
    void whatItNeedsItself_isRefused() throws IOException {
        Path newer = NewerBuild.of(server.jar("io.nkmedia.upgrade"));
        assertThatThrownBy(() -> server.shell("nkmedia:upgrade " + newer)).hasMessageContaining("use bundle:update");
    }

    private static void rolledBack(String arguments, String cause) {
        assertThatThrownBy(() -> server.shell("nkmedia:upgrade --watch 1s " + arguments))
                .hasMessageContaining("rolled_back")
                .hasMessageContaining(cause);
    }
}
