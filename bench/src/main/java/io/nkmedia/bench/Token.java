package io.nkmedia.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed tokens (HS256): a log-in by one costs no password's hash. */
final class Token {
    static final String SECRET = "bench-bench-bench-bench-bench-bench";

    private static final Duration GOOD_FOR = Duration.ofHours(1);

    private Token() {}

    /** For a user of the service, with one role. */
    static String of(String user, String role) {
        long end = Instant.now().plus(GOOD_FOR).getEpochSecond();
        var signed = text("{\"alg\":\"HS256\"}") + "."
                + text("{\"sub\":\"" + user + "\",\"aud\":\"" + Server.SERVICE + "\",\"exp\":" + end
                        + ",\"nkmedia_roles\":[\"" + role + "\"]}");
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + text(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String json) {
        return text(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
