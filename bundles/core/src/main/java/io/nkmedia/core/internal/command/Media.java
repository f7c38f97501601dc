package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.Field;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import java.util.Map;
import java.util.Optional;

/** Parameter records that several session commands share. */
final class Media {
    private Media() {}

    /** An offer or answer on the wire. */
    record SdpObject(
            @Field(value = "The whole SDP", max = 131072) Optional<String> sdp,

            @Field(value = "Which kind of endpoint made it", byDefault = "\"webrtc\"")
            SdpKind sdpType,

            @Field(value = "Whether candidates follow one by one", byDefault = "false")
            boolean trickleIce,

            @Field(
                    value = "Any further field is passed on with the SDP and not looked at",
                    name = Field.REST,
                    max = 4096)
            Map<String, Object> fields) {
        Description description(String field) {
            return new Description(
                    sdp.orElseThrow(() -> CoreError.MISSING_SDP.field(field + ".sdp")), sdpType, trickleIce, fields);
        }
    }

    /** A candidate on the wire. */
    record CandidateObject(
            @Field(value = "The m-line's mid", name = "sdpMid", byDefault = "\"\"")
            String sdpMid,

            @Field(value = "The m-line's index", name = "sdpMLineIndex", min = 0, max = 255)
            Optional<Integer> sdpMLineIndex,

            @Field(value = "candidate:…; empty for the end of candidates", max = 512)
            String candidate,

            @Field(value = "The ICE user name that it belongs to", name = "usernameFragment")
            Optional<String> usernameFragment) {

        boolean isEnd() {
            return candidate.isEmpty();
        }

        /** @param path where it stands, for the error */
        Candidate candidate(String path) {
            if (sdpMid.isEmpty() && sdpMLineIndex.isEmpty()) {
                throw CoreError.MISSING_FIELD.field(path + "sdpMLineIndex");
            }
            var line = candidate.startsWith("a=") ? candidate.substring(2) : candidate;
            if (!line.startsWith("candidate:") || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
                throw CoreError.INVALID_VALUE.field(path + "candidate", "must begin with candidate:");
            }
            return new Candidate(
                    sdpMid.isEmpty() ? Optional.empty() : Optional.of(sdpMid), sdpMLineIndex, line, usernameFragment);
        }
    }
}
