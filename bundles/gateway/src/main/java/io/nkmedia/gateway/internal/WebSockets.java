package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.Framing;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What both WebSocket servers must know. */
public final class WebSockets {
    /** RFC 6455 §5.5: 125 bytes, two of them for the code. */
    private static final int MAX_REASON = 123;

    private WebSockets() {}

    /** Text and binary messages if the protocol has both. */
    public static Framing framing(Set<Framing> offered) {
        if (offered.contains(Framing.TEXT_AND_BINARY)) {
            return Framing.TEXT_AND_BINARY;
        }
        if (offered.contains(Framing.TEXT)) {
            return Framing.TEXT;
        }
        throw new IllegalArgumentException("the protocol is not for WebSockets");
    }

    /** The reason of a close, short enough for a close frame. */
    public static String reason(String text) {
        var cut = text;
        while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_REASON) {
            cut = cut.substring(0, cut.length() - 1);
        }
        return cut;
    }

    /** Whether a code may stand in a close frame; the others are only said of a socket that is gone. */
    public static boolean sendable(int code) {
        return code != 1004 && code != 1005 && code != 1006 && code != 1015 && code >= 1000 && code < 5000;
    }
}
