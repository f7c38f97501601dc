package io.nkmedia.testing.backend;

import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.testing.janus.Recording;
import java.util.List;

/** What clients of a kind offer. */
record Offers(SdpKind kind) {
    private static final String PHONE =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio %s\r\na=sendrecv\r\n";

    /** A browser's, or a phone's. */
    Description good() {
        return of(kind == SdpKind.WEBRTC ? Recording.chromiumOffer() : PHONE.formatted("40000 RTP/AVP 0 8"));
    }

    /** The same without its candidates, as far as there are such. */
    Description trickling() {
        String bare = good().sdp().replaceAll("a=candidate:[^\r\n]*\r?\n", "");
        return of(bare).withTrickle(kind == SdpKind.WEBRTC);
    }

    /** Those that nobody can answer: no SDP, one of the other kind, one without a codec that exists. */
    List<Description> bad() {
        var other = kind == SdpKind.WEBRTC ? PHONE.formatted("9 RTP/AVP 0") : PHONE.formatted("40000 RTP/AVP 77");
        return List.of(of("garbage"), of(other));
    }

    Description of(String sdp) {
        return new Description(sdp, kind, false);
    }

    /** The media that an SDP has, in order. */
    static List<String> media(String sdp) {
        return sdp.lines()
                .filter(line -> line.startsWith("m="))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    static String ufrag(Description description) {
        return description
                .sdp()
                .lines()
                .filter(line -> line.startsWith("a=ice-ufrag:"))
                .findFirst()
                .orElseThrow();
    }
}
