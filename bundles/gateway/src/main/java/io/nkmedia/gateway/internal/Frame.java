package io.nkmedia.gateway.internal;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** What goes in or out as one piece; {@code size} counts against the bounds of a queue. */
public sealed interface Frame {
    int size();

    /** A WebSocket text message or a line. */
    record Text(String text, int size) implements Frame {}

    /** A WebSocket binary message or a SIP message. */
    record Bytes(ByteBuffer data) implements Frame {
        @Override
        public int size() {
            return data.remaining();
        }
    }

    /** A datagram, and where it came from or goes to. */
    record Datagram(ByteBuffer data, InetSocketAddress peer) implements Frame {
        @Override
        public int size() {
            return data.remaining();
        }
    }

    static Frame text(String text) {
        return new Text(text, utf8Length(text));
    }

    /** Counts instead of encoding: the transport encodes anyway. */
    private static int utf8Length(String text) {
        int size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f) {
                size += c > 0x7ff && !Character.isSurrogate(c) ? 2 : 1;
            }
        }
        return size;
    }
}
