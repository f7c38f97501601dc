package io.nkmedia.janus.internal.leg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.janus.internal.wire.Json;
import java.util.regex.Pattern;

/** Offers and answers as the engine writes them. */
final class Jsep {
    private static final Pattern UFRAG = Pattern.compile("(?m)^a=ice-ufrag:(\\S+)");

    private Jsep() {}

    static ObjectNode of(String type, Description description) {
        return Json.object().put("type", type).put("sdp", description.sdp()).put("trickle", description.trickle());
    }

    /** The description in a reply. */
    static Description in(ObjectNode reply, boolean trickle) {
        return Json.text(reply.path("jsep"), "sdp")
                .map(sdp -> new Description(sdp, SdpKind.WEBRTC, trickle))
                .orElseThrow(CoreError.SESSION_FAILED::error);
    }

    /** The first ICE user name; all m-lines of a bundle have the same. */
    static String ufrag(String sdp) {
        var matcher = UFRAG.matcher(sdp);
        return matcher.find() ? matcher.group(1) : "";
    }
}
