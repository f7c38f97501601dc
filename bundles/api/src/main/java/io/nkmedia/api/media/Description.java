package io.nkmedia.api.media;

import io.nkmedia.api.command.Field;
import java.util.Map;

/**
 * An offer or an answer.
 *
 * @param sdp the whole SDP
 * @param trickle whether it isn't complete: candidates follow one by one
 * @param fields what its maker sent beside the SDP, such as {@code caller_name}; passed on and not looked at
 */
public record Description(
        @Field("The whole SDP") String sdp,
        @Field("Which kind of endpoint made it") SdpKind kind,
        @Field("Whether candidates follow one by one") boolean trickle,

        @Field(value = "What its maker sent beside the SDP", byDefault = "{}")
        Map<String, Object> fields) {
    public Description(String sdp, SdpKind kind, boolean trickle) {
        this(sdp, kind, trickle, Map.of());
    }

    public Description withSdp(String changed) {
        return new Description(changed, kind, trickle, fields);
    }

    public Description withTrickle(boolean changed) {
        return new Description(sdp, kind, changed, fields);
    }
}
