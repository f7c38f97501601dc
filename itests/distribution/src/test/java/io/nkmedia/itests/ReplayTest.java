package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden transcripts of core against the distribution: the same commands get the same results over each way in. */
class ReplayTest {
    /** Of {@code pw}, with the fewest rounds. */
    private static final String HASH = "$2y$04$KBCwKxOzLha2MUDgW0PjXeHeA6RFjwuQook1qJZxSCCFGf7mJ9Nk.";

    private static final String DOCUMENT = """
            {"timeouts": {"ping_interval": 3600}, "auth": {"users": [
              {"user": "admin", "password_hash": "HASH", "roles": ["admin"]},
              {"user": "max", "password_hash": "HASH", "roles": ["manager"]},
              {"user": "mo", "password_hash": "HASH", "roles": ["monitor"]},
              {"user": "ann", "password_hash": "HASH"},
              {"user": "bob", "password_hash": "HASH"}]}}
            """.replace("HASH", HASH);

    private static final List<Script> SCRIPTS =
            Script.all().stream().filter(script -> script.reason().isEmpty()).toList();

    private static Distribution server;
    private static Ways ways;

    /** A service for each transcript and way: they share nothing. */
    @BeforeAll
    static void start() throws IOException {
        var hosts = new ArrayList<String>();
        SCRIPTS.forEach(script -> Arrays.stream(Way.values()).forEach(way -> hosts.add(host(script, way))));
        var folder = Path.of(Unpacked.property("nkmedia.work"), "replay-keys");
        server = Distribution.unpack("replay");
        ways = new Ways(server, TestKeys.make(folder, "replay", hosts));
        for (var script : SCRIPTS) {
            for (var way : Way.values()) {
                configure(script, way, script.config());
            }
        }
        server.start();
        for (var script : SCRIPTS) {
            for (var way : Way.values()) {
                var started = "service " + service(script, way) + " is RUNNING";
                Eventually.eventually(
                        started, Duration.ofSeconds(60), () -> server.log().contains(started));
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String host(Script script, Way way) {
        return way.isShared() ? "127.0.0.1" : "127.1." + SCRIPTS.indexOf(script) + "." + (way.ordinal() + 1);
    }

    private static String service(Script script, Way way) {
        return script.name() + "-" + way.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void configure(Script script, Way way, String changes) {
        var document = (ObjectNode) Replay.tree(DOCUMENT);
        document.setAll((ObjectNode) Replay.tree(changes));
        document.setAll((ObjectNode) Replay.tree("{" + Ways.listeners(host(script, way), way) + "}"));
        document.put("name", service(script, way));
        if (script.drops()) {
            // A line has no close code: else the session would wait for its client.
            document.withObjectProperty("timeouts").put("resume", 0);
        }
        try {
            server.service(service(script, way), document.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Arguments> all() {
        return SCRIPTS.stream()
                .flatMap(script -> Arrays.stream(Way.values()).map(way -> Arguments.of(script.name(), way, script)));
    }

    /** and over each way what the transcript is about. */
    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("all")
    void transcript_overEachWay_getsTheAnswersWrittenDown(String name, Way way, Script script) {
        new Replay(
                        heard -> ways.open(way, service(script, way), host(script, way), heard),
                        changes -> configure(script, way, changes))
                .play(script);
    }

    /** So that a change of a transcript's form doesn't quietly leave nothing to play. */
    @Test
    void transcriptsThatArePlayed_areManyAndCoverEachFamilyOfCommands() {
        assertThat(SCRIPTS).extracting(Script::name).contains("envelope", "events", "login", "session-p2p", "users");
    }
}
