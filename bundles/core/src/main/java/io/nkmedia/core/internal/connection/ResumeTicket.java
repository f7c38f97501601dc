package io.nkmedia.core.internal.connection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What opens a connection session again, once (protocol.md §4.3). Only its hash is kept.
 *
 * @param hash SHA-256 of the token, in hex
 */
public record ResumeTicket(String hash) {
    private static final int BYTES = 32;

    /** A token of 256 random bits, for the client. */
    static String token(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static ResumeTicket of(String token) {
        return new ResumeTicket(HexFormat.of().formatHex(sha256(token)));
    }

    /** Takes the same time however much of it is right. */
    boolean opensWith(String token) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), of(token).hash().getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
