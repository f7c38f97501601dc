package io.nkmedia.janus.internal.leg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.janus.internal.wire.Json;
import java.util.Set;

/** Media comes back to whoever sent it: EchoTest. */
public final class EchoType implements LegType {
    private static final Capability CAPABILITY = new Capability(
            "echo", Role.OFFEREE, SdpKind.WEBRTC, Set.of("mute_audio", "mute_video", "bitrate", "restart_ice"));

    @Override
    public Capability capability() {
        return CAPABILITY;
    }

    @Override
    public String plugin() {
        return "janus.plugin.echotest";
    }

    @Override
    public ObjectNode open(LegRequest request) {
        var media = request.media();
        if (media.muteData().orElse(false)) {
            throw CoreError.NOT_IMPLEMENTED.field("mute_data");
        }
        var body = Json.object()
                .put("audio", !media.muteAudio().orElse(false))
                .put("video", !media.muteVideo().orElse(false));
        media.bitrate().ifPresent(bitrate -> body.put("bitrate", bitrate));
        return body;
    }

    @Override
    public ObjectNode update(MediaUpdate media) {
        if (media.muteData().isPresent()) {
            throw CoreError.NOT_IMPLEMENTED.field("mute_data");
        }
        var body = Json.object();
        media.muteAudio().ifPresent(mute -> body.put("audio", !mute));
        media.muteVideo().ifPresent(mute -> body.put("video", !mute));
        media.bitrate().ifPresent(bitrate -> body.put("bitrate", bitrate));
        return body;
    }

    @Override
    public ObjectNode reoffer() {
        return Json.object();
    }
}
