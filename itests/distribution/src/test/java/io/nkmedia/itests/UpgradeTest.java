package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nkmedia.itests.bad.Hangs;
import io.nkmedia.itests.bad.Throws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code nkmedia:upgrade} under 1,000 idle sockets, 100 sessions, 200 requests a second and a browser's echo: what is well
 * is kept, what isn't is rolled back by itself, and neither costs a socket or a session.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeTest {
    @RegisterExtension
    static final MediaServer SERVER = new MediaServer("upgrade");

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CONSOLE = "io.nkmedia.console";
    private static final String JANUS = "io.nkmedia.janus";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Distribution server;
    private static UnderLoad load;

    @BeforeAll
    static void underLoad() throws IOException {
        server = SERVER.distribution();
        load = new UnderLoad(SERVER);
    }

    @AfterAll
    static void stop() throws IOException {
        // Also after a failed start, when some of it isn't there.
        if (load != null) {
            load.close();
        }
    }

    @Test
    @Order(0)
    void nothing_changed_forComparison() throws Exception {
        load.measured("nothing", load::settle);
    }

    @Test
    @Order(1)
    void janus_byANewerFeature_isKept() throws Exception {
        String repository = NewerBuild.feature("1.0.1", NewerBuild.of(server.jar(JANUS), "1.0.1", Set.of()));
        kept("feature nkmedia-janus", "--repository " + repository + " nkmedia-janus");
        assertThat(server.bundleId(JANUS, "1.0.1")).isPositive();
    }

    @Test
    @Order(2)
    void janus_byAFeatureThatThrows_isRolledBack() throws Exception {
        String repository = NewerBuild.feature("1.0.2", BadBuild.with(Throws.class, server.jar(JANUS), "1.0.2"));
        rolledBack(
                "feature that throws", "--repository " + repository + " nkmedia-janus/1.0.2", "this build is broken");
        assertThat(server.bundleId(JANUS, "1.0.1")).isPositive();
    }

    @Test
    @Order(3)
    void janus_byABuildThatThrows_isRolledBack() throws Exception {
        rolledBack(
                "throws",
                BadBuild.with(Throws.class, server.jar(JANUS), "1.0.3").toString(),
                "this build is broken");
    }

    @Test
    @Order(4)
    void janus_byABuildThatHangs_isRolledBack() throws Exception {
        rolledBack(
                "hangs",
                BadBuild.with(Hangs.class, server.jar(JANUS), "1.0.4").toString(),
                "has not come to an end within 5 s");
    }

    @Test
    @Order(5)
    void console_byABuildWithAComponentThatLacksAService_isRolledBack() throws Exception {
        rolledBack(
                "lacks a service",
                BadBuild.lacking(server.jar(CONSOLE), "1.0.5").toString(),
                "lacking: it lacks service nobody");
    }

    @Test
    @Order(6)
    void janus_byABuildThatCannotServe_isRolledBack() throws Exception {
        rolledBack(
                "can't serve",
                NewerBuild.of(server.jar(JANUS), "1.0.6", Set.of("JanusBackend.class"))
                        .toString(),
                "janus");
    }

    @Test
    @Order(7)
    void whatCannotWork_isRefusedBeforeAnythingIsTouched() throws Exception {
        load.measured("refusals", () -> {
            refused(BadBuild.unresolvable(server.jar(JANUS), "1.0.7").toString(), "no.such.thing");
            refused(
                    BadBuild.incompatible(server.jar("io.nkmedia.base"), "1.0.7")
                            .toString(),
                    "io.nkmedia.core would not find package io.nkmedia.base");
            refused(
                    "--repository " + NewerBuild.feature("1.0.9", Path.of("/no/such.jar")) + " nkmedia-janus",
                    "no/such.jar");
            refused("--repository file:/no/such.xml nkmedia-janus", "can't be read");
            refused(
                    "--repository " + NewerBuild.feature("1.0.0", server.jar(JANUS)) + " nkmedia-janus",
                    "is not newer than 1.0.1");
            refused(server.jar(JANUS).toString(), "is not newer than 1.0.1");
            refused("/no/such.jar", "can't be read");
            Path half = Files.createTempFile("half", ".jar");
            byte[] whole = Files.readAllBytes(server.jar(JANUS));
            Files.write(half, Arrays.copyOf(whole, whole.length / 2));
            refused(half.toString(), "is not a whole jar");
            Files.writeString(half, "no jar at all");
            refused(half.toString(), "is not a whole jar");
        });
        assertThat(server.bundleId(JANUS, "1.0.1")).isPositive();
    }

    @Test
    @Order(8)
    void anUpgradeIsUnderWay_aSecondOneIsRefused_aCheckTouchesNothing() throws Exception {
        String newer = NewerBuild.of(server.jar(CONSOLE), "1.0.8", Set.of()).toString();
        assertThat(server.shell("nkmedia:upgrade --check " + newer))
                .contains("bundle io.nkmedia.console from 1.0.0.SNAPSHOT to 1.0.8");
        assertThat(server.bundleId(CONSOLE, "1.0.0.SNAPSHOT")).isPositive();
        var first = CompletableFuture.supplyAsync(() -> shell("nkmedia:upgrade --watch 2s " + newer));
        Eventually.eventually(
                "it has begun",
                LIMIT,
                () -> server.log().contains("Upgrade of io.nkmedia.console from 1.0.0.SNAPSHOT to 1.0.8 begins"));
        refused(newer, "one at a time");
        assertThat(first.join()).contains("result: kept");
        assertThat(server.shell("nkmedia:upgrade --history"))
                .startsWith(Instant.now().toString().substring(0, 11))
                .contains("io.nkmedia.console 1.0.0.SNAPSHOT -> 1.0.8: kept");
    }

    @Test
    @Order(9)
    void keptOldContent_bringsTheOldOneBack() throws Exception {
        String old = JSON.readTree(server.shell("nkmedia:upgrade --history --json"))
                .path(0)
                .path("old_content")
                .asText();
        refused(old, "is not newer than 1.0.8");
        kept("console back", "--force " + old);
        assertThat(server.bundleId(CONSOLE, "1.0.0.SNAPSHOT")).isPositive();
        Eventually.eventually("the demo is served", LIMIT, () -> server.httpStatus("/demo/") == 200);
    }

    @Test
    @Order(10)
    void janus_byANewerBuild_isKept() throws Exception {
        newer(JANUS);
    }

    @Test
    @Order(11)
    void core_byANewerBuild_isKept() throws Exception {
        newer("io.nkmedia.core");
    }

    @Test
    @Order(12)
    void base_byANewerBuild_isRefreshedAndKept() throws Exception {
        newer("io.nkmedia.base");
    }

    @Test
    @Order(13)
    void api_byANewerBuild_isRefreshedAndKept() throws Exception {
        newer("io.nkmedia.api");
    }

    private static String shell(String command) {
        try {
            return server.shell(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void newer(String bundle) throws Exception {
        kept(bundle, NewerBuild.of(server.jar(bundle), "1.0.20", Set.of()).toString());
    }

    private static void kept(String what, String arguments) throws Exception {
        JsonNode[] receipt = new JsonNode[1];
        load.measured(
                what, () -> receipt[0] = JSON.readTree(server.shell("nkmedia:upgrade --json --watch 2s " + arguments)));
        assertThat(receipt[0].path("result").asText()).isEqualTo("kept");
        nothingLost(receipt[0]);
    }

    private static void rolledBack(String what, String arguments, String cause) throws Exception {
        load.measured(
                what,
                () -> assertThatThrownBy(() -> server.shell("nkmedia:upgrade --watch 2s " + arguments))
                        .hasMessageContaining("rolled_back")
                        .hasMessageContaining(cause));
        nothingLost(
                JSON.readTree(server.shell("nkmedia:upgrade --history --json")).path(0));
    }

    private static void nothingLost(JsonNode receipt) {
        assertThat(receipt.path("lost").asInt(-1)).isZero();
        assertThat(receipt.path("sockets").path("lived").asInt()).isGreaterThan(load.sockets());
        assertThat(receipt.path("sessions").path("lived").asInt()).isEqualTo(load.sessions());
        load.everythingGoesOn();
    }

    private static void refused(String arguments, String why) {
        assertThatThrownBy(() -> server.shell("nkmedia:upgrade " + arguments)).hasMessageContaining(why);
    }
}
