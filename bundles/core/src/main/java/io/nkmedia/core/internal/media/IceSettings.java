package io.nkmedia.core.internal.media;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The STUN and TURN servers of a service's clients. */
public record IceSettings(List<String> stun, Optional<Turn> turn) {
    private static final Pattern STUN = Pattern.compile("stuns?:[^\\s?]+");
    private static final Pattern TURN = Pattern.compile("turns?:[^\\s?]+(\\?transport=(udp|tcp))?");

    public IceSettings {
        check(stun, STUN, "media.stun", "must be like stun:host:port");
    }

    private static void check(List<String> urls, Pattern pattern, String path, String why) {
        for (int i = 0; i < urls.size(); i++) {
            if (!pattern.matcher(urls.get(i)).matches()) {
                throw CoreError.INVALID_VALUE.field(path + "[" + i + "]", why);
            }
        }
    }

    /** The types of candidates that a client with these servers can be expected to have. */
    public Set<String> candidateTypes() {
        return turn.isPresent()
                ? Set.of("host", "srflx", "relay")
                : stun.isEmpty() ? Set.of("host") : Set.of("host", "srflx");
    }

    /** A TURN server that shares a secret with us. */
    public record Turn(
            @Field(value = "Its URLs, turn:host:port?transport=udp", min = 1, max = 16)
            List<String> urls,

            @Field(value = "The secret it shares with us: coturn's static-auth-secret", max = 1024)
            String secret,

            @Field(
                    value = "Seconds that credentials are good for a new allocation",
                    byDefault = "600",
                    min = 30,
                    max = 86400)
            int ttl) {
        public Turn {
            check(urls, TURN, "media.turn.urls", "must be like turn:host:port?transport=udp");
            if (secret.isEmpty()) {
                throw CoreError.MISSING_FIELD.field("media.turn.secret");
            }
        }

        @Override
        public String toString() {
            return "Turn[urls=" + urls + ", ttl=" + ttl + "]";
        }
    }
}
