package io.nkmedia.core.internal.callback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a program answered. A member of the wrong type is nonsense, and nonsense is never a yes. */
record Answer(JsonNode data) {
    /** The answer makes no sense; its text is for the log. */
    static final class Nonsense extends RuntimeException {
        Nonsense(String member, String type) {
            super("the program's answer has no " + member + " that is " + type, null, false, false);
        }
    }

    boolean flag(String name) {
        var node = data.path(name);
        if (!node.isBoolean()) {
            throw new Nonsense(name, "true or false");
        }
        return node.booleanValue();
    }

    Optional<String> text(String name) {
        return given(name).map(node -> text(name, node));
    }

    Optional<Set<String>> texts(String name) {
        return given(name).map(node -> {
            if (!node.isArray()) {
                throw new Nonsense(name, "a list of texts");
            }
            var all = new HashSet<String>();
            node.forEach(each -> all.add(text(name, each)));
            return all;
        });
    }

    Optional<JsonNode> object(String name) {
        return given(name).map(node -> {
            if (!node.isObject()) {
                throw new Nonsense(name, "an object");
            }
            return node;
        });
    }

    private static String text(String name, JsonNode node) {
        var text = node.textValue();
        if (text == null || text.isEmpty()) {
            throw new Nonsense(name, "a text");
        }
        return text;
    }

    private Optional<JsonNode> given(String name) {
        return Optional.ofNullable(data.get(name)).filter(node -> !node.isNull());
    }
}
