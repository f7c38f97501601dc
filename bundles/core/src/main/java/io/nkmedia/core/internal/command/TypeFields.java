package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import java.util.Map;
import java.util.Set;

/** What a session type can't do without (media-session.md §4.1, §7). */
final class TypeFields {
    private static final Map<String, String> NEEDED =
            Map.of("bridge", "peer_id", "listen", "publisher_id", "play", "uri");

    private TypeFields() {}

    /** @throws io.nkmedia.api.ApiException {@code missing_field} */
    static void needed(String type, Set<String> given) {
        var field = NEEDED.get(type);
        if (field != null && !given.contains(field)) {
            throw CoreError.MISSING_FIELD.field(field);
        }
    }
}
