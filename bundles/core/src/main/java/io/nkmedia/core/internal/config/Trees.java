package io.nkmedia.core.internal.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Documents as trees: how one is changed, and what differs. Pure functions. */
public final class Trees {
    private Trees() {}

    /** RFC 7386: objects are merged, {@code null} takes a member away, everything else replaces. */
    public static JsonNode merged(@Nullable JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch.deepCopy();
        }
        var result = target instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), merged(result.get(change.getKey()), change.getValue()));
            }
        });
        return result;
    }

    /** The paths of members that differ, in order; a list counts as one. */
    public static List<String> differences(JsonNode before, JsonNode after) {
        var paths = new ArrayList<String>();
        differences(before, after, "", paths);
        return paths;
    }

    private static void differences(JsonNode before, JsonNode after, String path, List<String> paths) {
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (var name : names) {
            var below = path.isEmpty() ? name : path + "." + name;
            var old = before.path(name);
            var now = after.path(name);
            if (isObjectOrMissing(old) && isObjectOrMissing(now)) {
                differences(old, now, below, paths);
            } else if (!old.equals(now)) {
                paths.add(below);
            }
        }
    }

    private static boolean isObjectOrMissing(JsonNode node) {
        return node.isObject() || node.isMissingNode();
    }
}
