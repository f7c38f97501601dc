package io.nkmedia.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Compares frames with lines of a transcript that have holes: {@code <any>}, {@code <time>}, and {@code <id:NAME>},
 * which is bound to the first value it meets.
 */
final class Holes {
    /** What a client's machine, transport, the server's build or the passing seconds decide. */
    private static final Set<String> LOCAL = Set.of("remote", "user_agent", "server", "remaining");

    private final Map<String, String> bound = new HashMap<>();

    /** A line that is sent, its holes filled. */
    String filled(String line) {
        var text = line;
        for (var hole : bound.entrySet()) {
            text = text.replace(hole.getKey(), hole.getValue());
        }
        return text;
    }

    boolean matches(JsonNode expected, JsonNode actual) {
        var attempt = new HashMap<>(bound);
        if (matches(expected, actual, attempt)) {
            bound.putAll(attempt);
            return true;
        }
        return false;
    }

    private static boolean matches(JsonNode expected, JsonNode actual, Map<String, String> bound) {
        if (expected.isTextual() && expected.textValue().startsWith("<")) {
            var hole = expected.textValue();
            return hole.equals("<any>")
                    || (hole.equals("<time>") && actual.isIntegralNumber())
                    || (hole.startsWith("<id:")
                            && actual.asText().equals(bound.computeIfAbsent(hole, any -> actual.asText())));
        }
        if (expected instanceof ObjectNode left && actual instanceof ObjectNode right) {
            var wanted = left.deepCopy().remove(LOCAL);
            var found = right.deepCopy().remove(LOCAL);
            return wanted.size() == found.size()
                    && wanted.properties().stream()
                            .allMatch(each -> found.has(each.getKey())
                                    && matches(each.getValue(), found.get(each.getKey()), bound));
        }
        if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                if (!matches(expected.get(i), actual.get(i), bound)) {
                    return false;
                }
            }
            return true;
        }
        return expected.equals(actual);
    }
}
