package com.example.tone;

import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An offer of plain RTP whose first medium is audio that PCMU is among.
 *
 * @param target where its maker wants to hear
 * @param media its m-lines
 */
record RtpOffer(InetSocketAddress target, List<String> media) {
    private static final Pattern AUDIO = Pattern.compile("m=audio (\\d{1,5}) RTP/AVPF? (.+ )?0( .*)?");
    private static final Pattern ADDRESS = Pattern.compile("(?m)^c=IN IP4 (\\d{1,3}(?:\\.\\d{1,3}){3})\\s*$");

    static Optional<RtpOffer> parse(String sdp) {
        var media = sdp.lines().filter(line -> line.startsWith("m=")).toList();
        var address = ADDRESS.matcher(sdp);
        if (!sdp.startsWith("v=0") || media.isEmpty() || !address.find()) {
            return Optional.empty();
        }
        var audio = AUDIO.matcher(media.get(0));
        if (!audio.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(audio.group(1));
        return port < 1 || port > 65535
                ? Optional.empty()
                : Optional.of(new RtpOffer(new InetSocketAddress(address.group(1), port), media));
    }

    /** Takes the audio; says no to every further medium by port 0. */
    Description answer(String address, int port) {
        var sdp =
                new StringBuilder("v=0\r\no=- 1 1 IN IP4 %1$s\r\ns=-\r\nc=IN IP4 %1$s\r\nt=0 0\r\n".formatted(address));
        sdp.append("m=audio ").append(port).append(" RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=sendonly\r\n");
        media.stream()
                .skip(1)
                .forEach(line -> sdp.append(line.replaceFirst(" \\d+ ", " 0 ")).append("\r\n"));
        return new Description(sdp.toString(), SdpKind.RTP, false);
    }
}
