package io.nkmedia.api.media;

/**
 * An offer or an answer.
 *
 * @param sdp the whole SDP
 * @param trickle whether it isn't complete: candidates follow one by one
 */
public record Description(String sdp, SdpKind kind, boolean trickle) {
    public Description withSdp(String changed) {
        return new Description(changed, kind, trickle);
    }

    public Description withTrickle(boolean changed) {
        return new Description(sdp, kind, changed);
    }
}
