package io.nkmedia.testing.janus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a plausible answer out of an offer: one codec a medium, one candidate. */
final class ModelSdp {
    private static final String FINGERPRINT =
            "sha-256 " + "CE:2D:DD:B1:CD:D7:19:89:".repeat(4).replaceAll(":$", "");

    private ModelSdp() {}

    /** What the engine says about an SDP that it can't use. */
    static Optional<WireError> problem(String sdp) {
        if (!sdp.startsWith("v=")) {
            return Optional.of(new WireError(465, "Invalid SDP (doesn't start with v=)"));
        }
        boolean usable = sdp.contains("\nm=") && sdp.contains("a=ice-ufrag:") && sdp.contains("a=fingerprint:");
        return usable ? Optional.empty() : Optional.of(new WireError(469, "Error processing SDP"));
    }

    static String ufrag(String sdp) {
        return attribute(List.of(sdp.split("\r?\n", -1)), "ice-ufrag:").orElse("");
    }

    static String answer(String offer, int generation, boolean withCandidates) {
        var media = media(offer);
        var lines = new ArrayList<String>(List.of(
                "v=0",
                "o=- 1 " + (generation + 2) + " IN IP4 127.0.0.1",
                "s=-",
                "t=0 0",
                "a=ice-options:trickle",
                "a=fingerprint:" + FINGERPRINT,
                "a=msid-semantic: WMS *"));
        attribute(List.of(offer.split("\r?\n", -1)), "group:").ifPresent(group -> lines.add(4, "a=group:" + group));
        media.forEach(medium -> answer(medium, generation, withCandidates, lines));
        return String.join("\r\n", lines) + "\r\n";
    }

    private static void answer(List<String> medium, int generation, boolean withCandidates, List<String> lines) {
        var line = medium.get(0).split(" ", -1);
        boolean data = line[0].equals("m=application");
        lines.add(line[0] + " 9 " + line[2] + " " + line[3]);
        lines.add("c=IN IP4 127.0.0.1");
        if (data) {
            lines.add("a=sctp-port:5000");
        } else {
            lines.add("a=sendrecv");
            lines.add("a=rtcp-mux");
            medium.stream()
                    .filter(l -> l.startsWith("a=rtpmap:" + line[3] + " "))
                    .forEach(lines::add);
        }
        attribute(medium, "mid:").ifPresent(mid -> lines.add("a=mid:" + mid));
        lines.add("a=ice-ufrag:mod" + generation);
        lines.add("a=ice-pwd:modelmodelmodelmodel" + generation + "0");
        lines.add("a=setup:active");
        if (withCandidates) {
            lines.add("a=candidate:1 1 udp 2015363583 127.0.1.1 20037 typ host");
            lines.add("a=end-of-candidates");
        }
    }

    private static List<List<String>> media(String sdp) {
        var media = new ArrayList<List<String>>();
        for (String line : sdp.split("\r?\n", -1)) {
            if (line.startsWith("m=")) {
                media.add(new ArrayList<>());
            }
            if (!media.isEmpty()) {
                media.get(media.size() - 1).add(line);
            }
        }
        return media;
    }

    private static Optional<String> attribute(List<String> lines, String name) {
        String prefix = "a=" + name;
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst();
    }
}
