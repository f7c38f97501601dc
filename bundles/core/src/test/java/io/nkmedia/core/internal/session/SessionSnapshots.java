package io.nkmedia.core.internal.session;

import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.core.internal.media.TrickleGate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Snapshots with something in every place. */
public final class SessionSnapshots {
    private SessionSnapshots() {}

    public static SessionSnapshot full(Role role, Description offer, Candidate candidate, MediaUpdate media) {
        var settings = new SessionSettings(
                "session-1",
                "echo",
                role,
                SdpKind.WEBRTC,
                "ann",
                Optional.of("connection-1"),
                Optional.of("janus"),
                true,
                false,
                5000,
                60,
                3600,
                Optional.of(10),
                Optional.of("session-0"),
                true,
                false,
                Map.of("deep", Map.of("list", List.of(1, "two", true))),
                media,
                Map.of("uri", "recording:one"));
        return new SessionSnapshot(
                settings,
                SessionState.READY,
                Optional.of(offer),
                Optional.empty(),
                new TrickleGate.State(TrickleGate.Mode.BUFFER, Optional.of(offer), List.of(candidate), true),
                new TrickleGate.State(TrickleGate.Mode.PASS, Optional.empty(), List.of(), false),
                new PeerLinks.State(
                        Optional.of("session-0"),
                        List.of("slave-1", "slave-2"),
                        Optional.of("slave-2"),
                        List.of(candidate),
                        true,
                        Map.of("slave-1", List.of(candidate)),
                        List.of("slave-1"),
                        true),
                Optional.of("janus"),
                Map.of("webrtc_ready", true),
                Map.of("bitrate", 64000),
                List.of(Map.of("time", 12, "msg", "offer")),
                1767225600000L,
                1767225601000L,
                1767225602000L,
                Optional.of("play"),
                Map.of("loops", 2));
    }
}
