package io.nkmedia.core.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** SDPs as short as they may be. */
public final class SampleSdp {
    public static final String HOST = "candidate:1 1 udp 2122194687 192.0.2.1 4711 typ host";
    public static final String OTHER = "candidate:2 1 udp 1686052607 198.51.100.2 4712 typ srflx raddr 0.0.0.0 rport 0";

    private SampleSdp() {}

    /** One audio m-line without candidates. */
    public static String audio() {
        return of("audio");
    }

    /** One audio m-line whose maker says that it trickles. */
    public static String trickling() {
        return audio().replace("a=mid:0", "a=ice-options:trickle\r\na=mid:0");
    }

    /** One audio m-line with a candidate. */
    public static String complete() {
        return audio() + "a=" + HOST + "\r\n";
    }

    /** WebRTC m-lines of these kinds; their mids are their numbers. */
    public static String of(String... kinds) {
        var head = lines("v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0");
        int mid = 0;
        var text = new StringBuilder(head);
        for (var kind : List.of(kinds)) {
            text.append(lines(
                    "m=" + kind + " 9 UDP/TLS/RTP/SAVPF 111",
                    "c=IN IP4 0.0.0.0",
                    "a=ice-ufrag:abcd",
                    "a=ice-pwd:0123456789abcdef01234567",
                    "a=fingerprint:sha-256 AA:BB",
                    "a=mid:" + mid++));
        }
        return text.toString();
    }

    public static String lines(String... lines) {
        return Arrays.stream(lines).map(line -> line + "\r\n").collect(Collectors.joining());
    }
}
