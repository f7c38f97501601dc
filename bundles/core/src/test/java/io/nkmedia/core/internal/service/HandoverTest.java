package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.core.internal.SampleSdp;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.session.SessionSnapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one core leaves for the next. */
class HandoverTest {
    private static final Candidate CANDIDATE =
            new Candidate(Optional.of("0"), Optional.empty(), SampleSdp.HOST, Optional.of("abcd"));
    private static final Description OFFER = new Description(SampleSdp.trickling(), SdpKind.WEBRTC, true);

    @TempDir
    Path folder;

    private Handover handover() {
        return new Handover(new Json(), folder.resolve("handover.json"));
    }

    @Test
    void sessions_areReadAsTheyWereWritten_once() throws IOException {
        var update = new MediaUpdate(Optional.of(true), Optional.empty(), Optional.empty(), Optional.of(64000));
        var snapshot = SessionSnapshots.full(Role.OFFEREE, OFFER, CANDIDATE, update);
        handover()
                .write(List.of(new Handover.Part("demo", List.of(snapshot), List.of()), Handover.Part.nothing("core")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("handover.json"))))
                .isEqualTo("rw-------");
        assertThat(handover().take())
                .isEqualTo(Map.of(
                        "demo",
                        new Handover.Part("demo", List.of(snapshot), List.of()),
                        "core",
                        Handover.Part.nothing("core")));
        assertThat(handover().take()).isEmpty();
    }

    @Test
    void whatAnOlderCoreDidNotKnow_isMissing_andTheRestGoesOn() throws IOException {
        var file = folder.resolve("handover.json");
        var snapshot = SessionSnapshots.full(Role.OFFEREE, OFFER, CANDIDATE, MediaUpdate.NONE);
        handover().write(List.of(new Handover.Part("demo", List.of(snapshot), List.of())));
        var older = Files.readString(file)
                .replace(",\"options\":{\"uri\":\"recording:one\"}", "")
                .replace(",\"type\":\"play\",\"type_ext\":{\"loops\":2}", "")
                .replace(",\"fields\":{}", "");
        assertThat(older).doesNotContain("\"options\"", "\"type_ext\"", "\"fields\"");
        Files.writeString(file, older);
        var taken = Optional.ofNullable(handover().take().get("demo"))
                .orElseThrow()
                .sessions()
                .get(0);
        assertThat(taken.settings().id()).isEqualTo("session-1");
        assertThat(taken.settings().options()).isEmpty();
        assertThat(taken.type()).isEmpty();
        assertThat(taken.offer()).contains(OFFER);
    }

    @Test
    void whatCannotBeRead_orIsOfAnotherProcess_isWorthNothing() throws IOException {
        var file = folder.resolve("handover.json");
        for (var text : List.of(
                "nonsense",
                "{\"schema\":1,\"process\":1,\"parts\":[{\"service\":\"demo\",\"sessions\":[]}]}",
                "{\"schema\":1,\"process\":%d,\"parts\":[{}]}"
                        .formatted(ProcessHandle.current().pid()))) {
            Files.writeString(file, text);
            assertThat(handover().take()).isEmpty();
        }
    }
}
