package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.core.internal.media.Sdp;

/** What is looked at in an offer or answer when it comes in. */
public final class Sdps {
    private static final String LOCAL = ".local";

    private Sdps() {}

    /**
     * Checks an SDP of a client.
     *
     * @throws ApiException {@code missing_sdp} or {@code invalid_sdp} with the field
     */
    public static Sdp checked(Description description, String field) {
        var sdp = Sdp.parse(description.sdp(), field);
        return description.kind() == SdpKind.WEBRTC ? sdp.checkWebrtc(field) : sdp;
    }

    /** Without candidates whose address is a name of the local link, unless there are no others. */
    static Description forEngine(Description description) {
        if (!description.sdp().contains(LOCAL) || !hasPublicCandidates(description)) {
            return description;
        }
        return description.withSdp(Sdp.parse(description.sdp(), "sdp").withoutLocalNames());
    }

    /** Whether an engine that doesn't know names of the local link finds a candidate in it. */
    static boolean hasPublicCandidates(Description description) {
        return Sdp.parse(description.sdp(), "sdp").hasPublicCandidates();
    }

    /** Whether its maker says that it can trickle. */
    static boolean offersTrickle(Description description) {
        // Most of those that are complete don't: then it needn't be read once more.
        return description.sdp().contains("trickle")
                && Sdp.parse(description.sdp(), "sdp").offersTrickle();
    }
}
