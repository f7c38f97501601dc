package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features come and go under 500 sockets over all ways in: none closes, all stay logged in. A-12. */
class FeaturesUnderLoadTest {
    private static final String HOST = "127.0.0.1";
    private static final int OF_EACH_WAY = 100;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final List<TestClient> clients = new ArrayList<>();
    private static Distribution server;

    @BeforeAll
    static void underLoad() throws IOException {
        server = Distribution.unpack("features-under-load");
        var keys = TestKeys.make(
                Path.of(Unpacked.property("nkmedia.work"), "features-under-load-keys"), "features", List.of(HOST));
        var ways = new Ways(server, keys);
        server.service("demo", TestServices.service("demo", Ways.listeners(HOST, Way.values())));
        server.start();
        for (var way : Way.values()) {
            for (int i = 0; i < OF_EACH_WAY; i++) {
                clients.add(ways.admin(way, "demo", HOST));
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nkmedia-console", "nkmedia-janus", "nkmedia-runtime"})
    void plugin_removedAndInstalledAgain_closesNoSocket(String feature) throws IOException {
        server.shell("feature:uninstall " + feature);
        allAreThere("without " + feature);
        server.shell("feature:install " + feature);
        allAreThere("with " + feature);
    }

    /** The connections wait in the gateway, which stays. */
    @Test
    void core_removedWithItsPlugins_andInstalledAgain_closesNoSocket() throws IOException {
        server.shell("feature:install nkmedia-gateway");
        server.shell("feature:uninstall nkmedia-janus nkmedia-runtime nkmedia-core");
        assertThat(server.shell("bundle:list -t 0 -s --no-format")).doesNotContain("io.nkmedia.core");
        server.shell("feature:install nkmedia-core nkmedia-runtime nkmedia-janus");
        allAreThere("with core again");
    }

    @Test
    void everyFeature_installedOnceMore_closesNoSocket() throws IOException {
        server.shell("feature:install nkmedia-gateway nkmedia-core nkmedia-runtime nkmedia-janus nkmedia-console");
        allAreThere("with all");
    }

    private static void allAreThere(String when) {
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        clients.forEach(client -> answers.add(client.request("core/event/get_subscriptions", Map.of())));
        answers.forEach(answer -> assertThat(
                        answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join())
                .as("logged in and subscribed, %s", when)
                .hasSizeGreaterThanOrEqualTo(2));
        assertThat(clients).as(when).allMatch(TestClient::isOpen);
    }
}
