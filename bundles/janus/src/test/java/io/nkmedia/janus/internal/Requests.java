package io.nkmedia.janus.internal;

import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.testing.janus.Recording;
import java.util.Map;
import java.util.Optional;

/** What tests ask for. */
final class Requests {
    private Requests() {}

    static Description offer() {
        return new Description(Recording.chromiumOffer(), SdpKind.WEBRTC, false);
    }

    static LegRequest echo(String id) {
        return echo(id, MediaUpdate.NONE);
    }

    static LegRequest echo(String id, MediaUpdate media) {
        return new LegRequest(id, "echo", Role.OFFEREE, SdpKind.WEBRTC, Optional.of(offer()), media, Map.of());
    }
}
