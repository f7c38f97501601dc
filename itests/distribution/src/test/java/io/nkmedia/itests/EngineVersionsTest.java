package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another version of the engine, which is one at another path: beside the first one, or in its place while it is used. */
class EngineVersionsTest {
    @RegisterExtension
    static final EngineLab LAB = new EngineLab("engine-versions");

    /** both at once, one for each service. */
    @Test
    void twoVersionsOfTheEngine_eachServiceHasItsOwn() throws IOException {
        try (TestClient first = LAB.begin("first", EngineLab.binary(LAB.program("one")));
                TestClient second = LAB.begin("second", EngineLab.binary(LAB.program("two")))) {
            TestSessions.echo(first);
            TestSessions.echo(second);
            assertThat(LAB.programs("first")).containsExactly(LAB.program("one"));
            assertThat(LAB.programs("second")).containsExactly(LAB.program("two"));
        }
    }

    @Test
    void anotherVersionOfTheEngine_takesNewSessions_whileTheOldOneDrains() throws Exception {
        String programTwo = LAB.program("two");
        try (TestClient admin = LAB.begin("moving", EngineLab.binary(LAB.program("one")))) {
            admin.call("core/event/subscribe", Map.of("class", "core", "subclass", "backend"));
            assertThat(LAB.programs("moving")).hasSize(1);
            String old = TestSessions.echo(admin);
            try (Load load = new Load(
                    10,
                    number -> admin.request(
                            "media/session/create",
                            Map.of(
                                    "type",
                                    "echo",
                                    "wait_reply",
                                    true,
                                    "offer",
                                    Map.of("sdp", TestSessions.offer()))))) {
                Load.Report report = load.during("another version of the engine", () -> {
                    LAB.engines("moving", EngineLab.binary(programTwo));
                    EngineLab.await(admin, "draining", "ready");
                });
                assertThat(report.failures()).as(report.toString()).isEmpty();
            }
            assertThat(LAB.programs("moving")).containsExactlyInAnyOrder(LAB.program("one"), programTwo);
            assertThat(EngineLab.state(admin, old)).isEqualTo("ready");
            admin.call("media/session/get_list", Map.of("limit", 1000))
                    .forEach(each -> admin.call(
                            "media/session/destroy",
                            Map.of("session_id", each.path("session_id").asText(each.asText()))));
            EngineLab.await(admin, "ready");
            Eventually.eventually(
                    "the old one has ended",
                    EngineLab.LIMIT,
                    () -> LAB.programs("moving").equals(Set.of(programTwo)));
        }
    }

    @Test
    void aVersionThatCantStart_leavesTheOldOneInForce() throws IOException {
        try (TestClient admin = LAB.begin("broken", EngineLab.binary(LAB.program("one")))) {
            admin.call("core/event/subscribe", Map.of("class", "core", "subclass", "backend"));
            assertThat(LAB.programs("broken")).hasSize(1);
            String session = TestSessions.echo(admin);
            Path broken = Files.createDirectories(LAB.server().home().resolve("programs/broken"))
                    .resolve("janus");
            Files.writeString(broken, "#!/bin/sh\nexit 1\n");
            Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwxr-xr-x"));

            LAB.engines("broken", EngineLab.binary(broken.toString()));

            JsonNode kept =
                    admin.event("kept", event -> event.path("type").asText().equals("kept"));
            assertThat(kept.path("body").path("problem").asText()).isNotEmpty();
            assertThat(EngineLab.states(admin)).containsExactly("failed", "ready");
            TestSessions.echo(admin);
            assertThat(EngineLab.state(admin, session)).isEqualTo("ready");

            LAB.engines("broken", EngineLab.binary(LAB.program("one")));
            EngineLab.await(admin, "ready");
            assertThat(EngineLab.state(admin, session)).isEqualTo("ready");
        }
    }
}
