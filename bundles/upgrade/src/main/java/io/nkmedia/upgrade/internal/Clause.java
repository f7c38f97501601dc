package io.nkmedia.upgrade.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One clause of a manifest header such as {@code a;b;version="[1,2)";resolution:=optional}.
 *
 * @param paths what stands before the first parameter: packages, symbolic names, namespaces
 * @param attributes {@code name=value}; a type ({@code name:Version=…}) is left out of the name
 * @param directives {@code name:=value}
 */
record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> directives) {
    /** All clauses of a header; none if there is no such header. */
    static List<Clause> all(@Nullable String header) {
        return header == null
                ? List.of()
                : split(header, ',').stream().map(Clause::one).toList();
    }

    private static Clause one(String text) {
        var paths = new ArrayList<String>();
        var attributes = new LinkedHashMap<String, String>();
        var directives = new LinkedHashMap<String, String>();
        for (var part : split(text, ';')) {
            int equals = unquoted(part, '=');
            if (equals < 0) {
                paths.add(part);
            } else if (equals > 0 && part.charAt(equals - 1) == ':') {
                directives.put(part.substring(0, equals - 1).strip(), value(part, equals));
            } else {
                var name = part.substring(0, equals);
                int type = name.indexOf(':');
                attributes.put((type < 0 ? name : name.substring(0, type)).strip(), value(part, equals));
            }
        }
        return new Clause(List.copyOf(paths), attributes, directives);
    }

    private static String value(String part, int equals) {
        var value = part.substring(equals + 1).strip();
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static int unquoted(String text, char wanted) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> split(String text, char at) {
        var parts = new ArrayList<String>();
        var rest = text;
        int end = unquoted(rest, at);
        while (end >= 0) {
            parts.add(rest.substring(0, end).strip());
            rest = rest.substring(end + 1);
            end = unquoted(rest, at);
        }
        parts.add(rest.strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    boolean isOptional() {
        return "optional".equals(directives.get("resolution"));
    }
}
