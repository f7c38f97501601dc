package io.nkmedia.console.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One file in memory with its media type and its strong entity tag, which is a digest of the content. */
final class Page {
    private static final Pattern COMMA = Pattern.compile(",");

    private final String type;
    private final String etag;
    private final byte[] content;

    Page(String type, byte[] content) {
        this.type = type;
        this.content = content.clone();
        this.etag = '"' + digest(content).substring(0, 32) + '"';
    }

    String type() {
        return type;
    }

    String etag() {
        return etag;
    }

    int length() {
        return content.length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(content);
    }

    /** Whether a client that sent this {@code If-None-Match} has the content already; weak tags count as equal. */
    boolean matches(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && COMMA.splitAsStream(ifNoneMatch)
                        .map(String::strip)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
