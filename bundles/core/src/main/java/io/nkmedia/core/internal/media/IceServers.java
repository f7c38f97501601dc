package io.nkmedia.core.internal.media;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a client gives its peer connection as {@code iceServers}. Credentials for TURN are made anew each time and need no
 * talk with the TURN server: it shares a secret with us and checks them itself (draft-uberti-behave-turn-rest-00, the way
 * of coturn's {@code use-auth-secret}).
 */
public final class IceServers {
    private static final String HMAC = "HmacSHA1";

    private IceServers() {}

    /**
     * A user's name and password for a while.
     *
     * @param username when they end in s since the epoch, a colon, the user
     */
    record Credentials(String username, String credential) {
        static Credentials of(String user, String secret, Instant end) {
            var username = end.getEpochSecond() + ":" + user;
            try {
                var mac = Mac.getInstance(HMAC);
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
                var hash = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
                return new Credentials(username, Base64.getEncoder().encodeToString(hash));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("each Java platform has " + HMAC, e);
            }
        }

        @Override
        public String toString() {
            return "credentials of " + username;
        }
    }

    /** The service's servers, with fresh credentials for {@code user}; empty if it has none. */
    public static List<Map<String, Object>> of(IceSettings settings, String user, Instant now) {
        var servers = new ArrayList<Map<String, Object>>();
        if (!settings.stun().isEmpty()) {
            servers.add(Map.of("urls", settings.stun()));
        }
        settings.turn().ifPresent(turn -> {
            var made = Credentials.of(user, turn.secret(), now.plusSeconds(turn.ttl()));
            servers.add(Map.of("urls", turn.urls(), "username", made.username(), "credential", made.credential()));
        });
        return servers;
    }
}
