package io.nkmedia.upgrade.internal.shell;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A receipt for people. */
record Lines(Map<String, Object> receipt) {
    /** All of it. */
    String text() {
        return receipt.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String value(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Lines::value).collect(Collectors.joining("; "));
        }
        return String.valueOf(value);
    }

    /** The most important in one line. */
    String line() {
        return "%s  %s %s -> %s: %s, longest pause %s ms, lost %s%s"
                .formatted(
                        receipt.get("began"),
                        receipt.get("subject"),
                        receipt.get("from"),
                        receipt.get("to"),
                        receipt.get("result"),
                        receipt.get("longest_pause_ms"),
                        receipt.get("lost"),
                        receipt.containsKey("cause") ? " (" + receipt.get("cause") + ")" : "");
    }
}
