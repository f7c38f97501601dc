package io.nkmedia.runtime.internal;

import java.util.Map;

/** What an engine printed, fit for a log: engines like to print their configuration when they don't like it. */
public final class Redacted {
    private Redacted() {}

    public static String text(String text, Map<String, String> secrets) {
        var redacted = text;
        for (var secret : secrets.values()) {
            redacted = redacted.replace(secret, "***");
        }
        return redacted;
    }
}
