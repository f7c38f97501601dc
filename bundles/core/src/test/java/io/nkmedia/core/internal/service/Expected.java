package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.nkmedia.core.internal.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares what came out with a line that may have holes: {@code "<any>"}, {@code "<time>"} for a number, and
 * {@code "<id:NAME>"}, which is bound to the first value it meets.
 */
final class Expected {
    private static final Set<String> TIMES =
            Set.of("time", "since", "start_time", "ready_time", "stop_time", "confirm_by");
    private static final Set<String> ANYTHING = Set.of("sdp", "ref");
    private static final Pattern GENERATED = Pattern.compile(
            "(session-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" + "|[A-Za-z0-9_-]{43}|guest-[0-9a-f]{16}");

    private final Json json = new Json();
    private final Map<String, String> bound = new HashMap<>();

    /** Fills bound holes of a line that is sent. */
    String filled(String line) {
        var text = line;
        for (var hole : bound.entrySet()) {
            text = text.replace("<id:" + hole.getKey() + ">", hole.getValue());
        }
        return text;
    }

    boolean matches(String expected, String actual) {
        if (!expected.startsWith("{") || !actual.startsWith("{")) {
            return expected.equals(actual);
        }
        return matches(parse(expected), parse(actual));
    }

    private boolean matches(JsonNode expected, JsonNode actual) {
        if (expected.isTextual() && expected.textValue().startsWith("<")) {
            var hole = expected.textValue();
            return hole.equals("<any>")
                    || (hole.equals("<time>") && actual.isIntegralNumber())
                    || (hole.startsWith("<id:")
                            && actual.asText().equals(bound.computeIfAbsent(name(hole), n -> actual.asText())));
        }
        if (expected.isObject() && actual.isObject()) {
            return expected.size() == actual.size()
                    && expected.properties().stream()
                            .allMatch(e -> actual.has(e.getKey()) && matches(e.getValue(), actual.get(e.getKey())));
        }
        if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                if (!matches(expected.get(i), actual.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return expected.equals(actual);
    }

    private static String name(String hole) {
        return hole.substring("<id:".length(), hole.length() - 1);
    }

    /** A line for what came out, with holes for what differs each time. */
    String line(String actual) {
        if (!actual.startsWith("{")) {
            return actual;
        }
        var tree = parse(actual);
        holes(tree);
        return json.write(tree);
    }

    private void holes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(hole(entry.getKey(), entry.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, hole("", array.get(i)));
            }
        }
    }

    private JsonNode hole(String key, JsonNode value) {
        if (TIMES.contains(key) && value.isIntegralNumber()) {
            return new TextNode("<time>");
        }
        if (ANYTHING.contains(key)) {
            return new TextNode("<any>");
        }
        if (value.isTextual() && GENERATED.matcher(value.textValue()).matches()) {
            var known = bound.entrySet().stream()
                    .filter(e -> e.getValue().equals(value.textValue()))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("id" + (bound.size() + 1));
            bound.put(known, value.textValue());
            return new TextNode("<id:" + known + ">");
        }
        holes(value);
        return value;
    }

    private JsonNode parse(String text) {
        try {
            return json.parse(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
