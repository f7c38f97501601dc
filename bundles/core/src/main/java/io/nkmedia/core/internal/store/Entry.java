package io.nkmedia.core.internal.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * One record of a {@link Journal}: a line with its number, the lengths of key and value in bytes (-1: the key is removed)
 * and a checksum of all that; then key, value, and an end of line.
 *
 * @param length of the record, in bytes
 */
record Entry(String key, Optional<String> value, int length) {
    private static final Pattern HEAD = Pattern.compile("(\\d{1,18}) (\\d{1,9}) (-1|\\d{1,9}) ([0-9a-f]{8})");
    private static final int MAX_HEAD = 64;

    /** Longer ones are neither written nor believed. */
    static final int MAX_BYTES = 16 << 20;

    static byte[] bytes(long number, String key, Optional<String> value) throws IOException {
        var body = body(key, value);
        if (body.length > MAX_BYTES) {
            throw new IOException("it is too long");
        }
        var lengths = lengths(number, key, value, body.length);
        var head = (lengths + " " + checksum(lengths, body) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + body.length + 1)
                .put(head)
                .put(body)
                .put((byte) '\n')
                .array();
    }

    private static byte[] body(String key, Optional<String> value) {
        return (key + value.orElse("")).getBytes(StandardCharsets.UTF_8);
    }

    private static String lengths(long number, String key, Optional<String> value, int all) {
        int ofKey = key.getBytes(StandardCharsets.UTF_8).length;
        return number + " " + ofKey + " " + (value.isPresent() ? all - ofKey : -1);
    }

    private static String checksum(String lengths, byte[] body) {
        var crc = new CRC32();
        crc.update(lengths.getBytes(StandardCharsets.US_ASCII));
        crc.update(body);
        return String.format("%08x", crc.getValue());
    }

    /** The next record; empty at the end, and where it isn't whole or not the one with this number. */
    static Optional<Entry> read(InputStream in, long number) throws IOException {
        var line = line(in);
        var head = HEAD.matcher(line);
        if (!head.matches() || Long.parseLong(head.group(1)) != number) {
            return Optional.empty();
        }
        int ofKey = Integer.parseInt(head.group(2));
        int ofValue = Integer.parseInt(head.group(3));
        long all = (long) ofKey + Math.max(0, ofValue);
        if (all > MAX_BYTES) {
            return Optional.empty();
        }
        var body = in.readNBytes((int) all);
        boolean whole = body.length == all
                && in.read() == '\n'
                && checksum(line.substring(0, line.lastIndexOf(' ')), body).equals(head.group(4));
        if (!whole) {
            return Optional.empty();
        }
        var value = ofValue < 0
                ? Optional.<String>empty()
                : Optional.of(new String(body, ofKey, ofValue, StandardCharsets.UTF_8));
        return Optional.of(new Entry(
                new String(body, 0, ofKey, StandardCharsets.UTF_8), value, line.length() + 1 + (int) all + 1));
    }

    /** Without its end; what is no line of ours is no header either. */
    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        int next = in.read();
        while (next >= 0 && next != '\n' && line.length() < MAX_HEAD) {
            line.append((char) next);
            next = in.read();
        }
        return next == '\n' ? line.toString() : "";
    }

    /** The record that was seen to begin here. */
    static Entry again(InputStream in, long number) throws IOException {
        return read(in, number).orElseThrow(() -> new EOFException("a record is gone"));
    }
}
