package io.nkmedia.janus.internal.leg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.janus.internal.wire.Json;
import java.util.Optional;

/**
 * A handle of a controller that has died, as the engine itself describes it: read into what a connection would have saved
 * of it, so that its leg is taken over as after any other replacement.
 */
final class Estate {
    private Estate() {}

    /**
     * Empty if there is nothing to go on with, as its offer was never answered. If its PeerConnection has ended the engine
     * has forgotten the SDPs, and there is none in what this gives; the next offer makes another one.
     *
     * @param type the name of the leg's type
     * @param trickles whether the engine's candidates come after its SDP
     */
    static Optional<ObjectNode> of(JsonNode info, String type, boolean trickles) {
        var local = Json.text(info.path("sdps"), "local");
        var leg = Json.text(info, "opaque_id");
        boolean over = isOver(info);
        if (leg.isEmpty() || (local.isEmpty() && !over)) {
            return Optional.empty();
        }
        var state = Json.object()
                .put("id", info.path("handle_id").asLong())
                .put("leg", leg.get())
                .put("type", type)
                .put("sdp", local.orElse(""))
                .put("kind", SdpKind.WEBRTC.name())
                .put("trickle", trickles)
                .put("ufrag", Jsep.ufrag(Json.text(info.path("sdps"), "remote").orElse("")));
        state.set("status", status(info, over));
        return Optional.of(state);
    }

    /** Set when a PeerConnection ends for whatever reason, and kept until the next one. */
    private static boolean isOver(JsonNode info) {
        return info.path("flags").path("alert").asBoolean();
    }

    /** What the engine would have told of it, had somebody listened. */
    private static ObjectNode status(JsonNode info, boolean over) {
        var status = Json.object();
        boolean failed = info.path("webrtc").path("ice").path("state").asText().equals("failed");
        if (failed || over) {
            status.put("webrtc_ready", false);
            if (failed) {
                status.put("ice_status", "failed");
            }
        } else if (info.path("flags").path("ready").asBoolean()) {
            status.put("ice_status", "ready").put("webrtc_ready", true);
            info.path("webrtc").path("media").forEach(medium -> media(medium, status));
        }
        return status;
    }

    private static void media(JsonNode medium, ObjectNode status) {
        var in = medium.path("stats").path("in");
        if (in.path("packets").asLong() > 0) {
            Json.text(medium, "type")
                    .filter(type -> type.equals("audio") || type.equals("video"))
                    .ifPresent(type -> status.put(
                            type + "_status", in.path("bytes_lastsec").asLong() > 0 ? "started" : "stopped"));
        }
    }
}
