package io.nkmedia.itests.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** What goes onto the wire as one frame: a line or a WebSocket message, often one that mustn't be. */
final class Bytes {
    private static final int[] CONTROL = {0x88, 0x89, 0x8a, 0x8b, 0x8f};
    private static final int[] CODES = {0, 999, 1000, 1001, 1005, 1006, 1015, 3000, 4999, 5000, 65_535};

    private final Random random;
    private final Texts texts;
    private final int maxMessageBytes;

    Bytes(Random random, int maxMessageBytes) {
        this.random = random;
        this.texts = new Texts(random);
        this.maxMessageBytes = maxMessageBytes;
    }

    byte[] line() {
        return switch (random.nextInt(12)) {
            case 0 -> ended(garbage(1 + random.nextInt(300)));
            case 1 -> ended(new byte[maxMessageBytes + random.nextInt(2000)]);
            case 2 -> "\r\n\n\n\r\n".getBytes(StandardCharsets.US_ASCII);
            case 3 -> ended(text(texts.next() + "\r"));
            default -> ended(text(texts.next()));
        };
    }

    private static byte[] ended(byte[] content) {
        var line = Arrays.copyOf(content, content.length + 1);
        line[content.length] = '\n';
        return line;
    }

    private static byte[] text(String text) {
        return text.replace("\n", "").getBytes(StandardCharsets.UTF_8);
    }

    byte[] webSocket() {
        return switch (random.nextInt(16)) {
            case 0 -> message(0x82, garbage(random.nextInt(300)));
            case 1 -> message(0x81, garbage(1 + random.nextInt(300)));
            case 2 -> message(0x81, new byte[maxMessageBytes + random.nextInt(2000)]);
            case 3 -> message(0x80, text(texts.next()));
            case 4 -> message(0xf1, text(texts.next()));
            case 5 -> message(CONTROL[random.nextInt(CONTROL.length)], garbage(random.nextInt(200)));
            case 6 -> close();
            case 7 -> fragmented(text(texts.next()));
            case 8 -> garbage(1 + random.nextInt(100));
            case 9 -> unmasked(text(texts.next()));
            case 10 -> lengthOnly();
            default -> message(0x81, text(texts.next()));
        };
    }

    private byte[] close() {
        var reason = garbage(random.nextInt(50));
        var content = ByteBuffer.allocate(2 + reason.length)
                .putShort((short) CODES[random.nextInt(CODES.length)])
                .put(reason)
                .array();
        return message(0x88, content);
    }

    /** Two parts, and perhaps a ping between them. */
    private byte[] fragmented(byte[] content) {
        int cut = random.nextInt(content.length + 1);
        var first = message(0x01, Arrays.copyOf(content, cut));
        var between = random.nextBoolean() ? message(0x89, garbage(5)) : new byte[0];
        var last = message(random.nextInt(5) == 0 ? 0x81 : 0x80, Arrays.copyOfRange(content, cut, content.length));
        return ByteBuffer.allocate(first.length + between.length + last.length)
                .put(first)
                .put(between)
                .put(last)
                .array();
    }

    /** A length that no message has. */
    private byte[] lengthOnly() {
        return ByteBuffer.allocate(14)
                .put((byte) 0x81)
                .put((byte) 0xff)
                .putLong(random.nextBoolean() ? -1 : Long.MAX_VALUE)
                .putInt(0)
                .array();
    }

    private static byte[] unmasked(byte[] content) {
        int length = Math.min(content.length, 125);
        return ByteBuffer.allocate(2 + length)
                .put((byte) 0x81)
                .put((byte) length)
                .put(content, 0, length)
                .array();
    }

    static byte[] message(int firstByte, byte[] content) {
        var out = ByteBuffer.allocate(content.length + 14);
        out.put((byte) firstByte);
        if (content.length < 126) {
            out.put((byte) (0x80 | content.length));
        } else {
            out.put((byte) 0xff).putLong(content.length);
        }
        out.putInt(0x01020304);
        for (int i = 0; i < content.length; i++) {
            out.put((byte) (content[i] ^ (i % 4 + 1)));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private byte[] garbage(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
