package io.nkmedia.api.hook;

import java.util.Map;
import java.util.Optional;

/**
 * What a client logs in with.
 *
 * @param user empty if it gave only a token
 * @param remote such as {@code wss:192.0.2.7:51710}
 * @param transport {@code ws}, {@code wss}, {@code tcp}, {@code tls}
 * @param meta what the client told about itself
 */
public record Credentials(
        String user,
        Optional<String> password,
        Optional<String> token,
        String remote,
        String transport,
        Map<String, Object> meta) {
    /** Without what must not be in a log. */
    @Override
    public String toString() {
        return "credentials of " + user + " from " + remote;
    }
}
