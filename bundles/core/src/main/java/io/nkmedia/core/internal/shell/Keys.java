package io.nkmedia.core.internal.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.nkmedia.core.internal.json.Json;
import java.util.List;
import java.util.Map;

/** Keys of a document as an operator types them: {@code limits.sessions=100}, or one JSON object. */
final class Keys {
    private Keys() {}

    /** @throws IllegalArgumentException with a sentence for the operator */
    static Map<String, Object> parse(Json json, List<String> keys) {
        var tree = JsonNodeFactory.instance.objectNode();
        for (var key : keys) {
            if (key.strip().startsWith("{") && value(json, key) instanceof ObjectNode object) {
                tree.setAll(object);
                continue;
            }
            int equals = key.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("neither path=value nor a JSON object: " + key);
            }
            var path = List.of(key.substring(0, equals).split("\\.", -1));
            var parent = tree;
            for (var name : path.subList(0, path.size() - 1)) {
                parent = parent.withObjectProperty(name);
            }
            parent.set(path.get(path.size() - 1), value(json, key.substring(equals + 1)));
        }
        return json.plainObject(tree);
    }

    /** What isn't JSON is a text. */
    private static JsonNode value(Json json, String text) {
        try {
            return json.parse(text);
        } catch (JsonProcessingException plain) {
            return new TextNode(text);
        }
    }
}
