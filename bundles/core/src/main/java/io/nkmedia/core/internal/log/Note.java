package io.nkmedia.core.internal.log;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One entry that a client logs.
 *
 * @param source host or application
 * @param level as in syslog: 1 alert to 7 debug
 * @param fields the client's own, and who it is
 */
public record Note(
        String source,
        String message,
        Optional<String> fullMessage,
        int level,
        Map<String, Object> fields,
        Instant time) {
    private static final double MILLIS = 1000.0;

    /** As a GELF 1.1 message. */
    Map<String, Object> gelf() {
        var message = new LinkedHashMap<String, Object>();
        message.put("version", "1.1");
        message.put("host", source);
        message.put("short_message", message());
        fullMessage.ifPresent(text -> message.put("full_message", text));
        message.put("timestamp", time.toEpochMilli() / MILLIS);
        message.put("level", level);
        fields.forEach((key, value) -> message.put("_" + key, value));
        return message;
    }
}
