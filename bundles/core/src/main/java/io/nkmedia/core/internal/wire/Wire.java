package io.nkmedia.core.internal.wire;

import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import java.util.LinkedHashMap;
import java.util.Map;

/** Descriptions and candidates as they stand in replies and events (media-session.md §1). */
public final class Wire {
    private Wire() {}

    public static Map<String, Object> description(Description description) {
        var map = new LinkedHashMap<>(description.fields());
        map.put("sdp", description.sdp());
        map.put("sdp_type", description.kind());
        map.put("trickle_ice", description.trickle());
        return map;
    }

    public static Map<String, Object> candidate(Candidate candidate) {
        var map = new LinkedHashMap<String, Object>();
        map.put("sdpMid", candidate.sdpMid().orElse(""));
        candidate.sdpMLineIndex().ifPresent(index -> map.put("sdpMLineIndex", index));
        map.put("candidate", candidate.candidate());
        candidate.usernameFragment().ifPresent(fragment -> map.put("usernameFragment", fragment));
        return map;
    }
}
