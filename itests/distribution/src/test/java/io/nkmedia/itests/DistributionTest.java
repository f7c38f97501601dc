package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static Distribution server;

    @BeforeAll
    static void start() throws IOException {
        server = Distribution.unpack("distribution");
        server.start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void firstStart_withoutAnyRepository_servesTheDemo() {
        Eventually.eventually("the demo is served", Duration.ofSeconds(60), () -> server.httpStatus("/demo/") == 200);
    }

    @Test
    void started_everyBundle_isActive() throws IOException {
        List<String> bundles = server.shell("bundle:list -t 0 -s --no-format")
                .lines()
                .filter(line -> line.matches("\\s*\\d+\\s.*"))
                .toList();
        assertThat(bundles).hasSizeGreaterThan(50);
        assertThat(bundles).filteredOn(line -> line.contains("io.nkmedia.")).hasSizeGreaterThanOrEqualTo(7);
        // A fragment of the framework, and one bundle that Pax Web's feature doesn't start.
        assertThat(bundles)
                .filteredOn(line -> !line.contains("Active"))
                .allMatch(line -> line.contains("Resolved")
                        && (line.contains("karaf.features.extension") || line.contains("compatibility-servlet31")));
    }

    @Test
    void started_log_hasNoError() throws IOException {
        assertThat(server.log().lines().filter(line -> line.contains("| ERROR |")))
                .isEmpty();
    }

    @Test
    void started_onlyHttpAndTheShell_listenForOthers() throws IOException {
        assertThat(Listening.of(server.process()))
                .extracting(Listening::port)
                .contains(server.httpPort(), server.sshPort());
        assertThat(Listening.of(server.process())).allMatch(Listening::loopback);
    }

    @Test
    void newerBuildOfABundle_updatedLive_isActiveWithItsNewVersion() throws IOException {
        Path newer = NewerBuild.of(server.jar("io.nkmedia.console"));
        server.bundleUpdate("io.nkmedia.console", newer);
        assertThat(server.shell("bundle:list -t 0 -s --no-format")
                        .lines()
                        .filter(line -> line.contains("io.nkmedia.console")))
                .singleElement()
                .asString()
                .contains("Active", "1.0.1");
    }

    @Test
    void stopped_leavesNoProcess() throws IOException {
        try (Distribution other = Distribution.started("stopped")) {
            List<ProcessHandle> all = Stream.concat(
                            Stream.of(other.process()), other.process().descendants())
                    .toList();
            other.stop();
            Eventually.eventually(
                    "all processes ended",
                    Duration.ofSeconds(60),
                    () -> all.stream().noneMatch(ProcessHandle::isAlive));
        }
    }
}
