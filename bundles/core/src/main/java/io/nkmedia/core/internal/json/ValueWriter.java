package io.nkmedia.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.command.Field;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plain values to JSON trees. Empty optionals are left out, instants become milliseconds since the epoch, durations
 * seconds, enums lower case.
 */
final class ValueWriter {
    private final JsonNodeFactory nodes;
    private final Shapes shapes = new Shapes();

    ValueWriter(JsonNodeFactory nodes) {
        this.nodes = nodes;
    }

    JsonNode tree(@Nullable Object value) {
        if (value == null) {
            return nodes.nullNode();
        }
        if (value instanceof JsonNode node) {
            return node;
        }
        if (value instanceof CharSequence text) {
            return nodes.textNode(text.toString());
        }
        if (value instanceof Boolean flag) {
            return nodes.booleanNode(flag);
        }
        if (value instanceof Double || value instanceof Float) {
            return nodes.numberNode(((Number) value).doubleValue());
        }
        if (value instanceof Number number) {
            return nodes.numberNode(number.longValue());
        }
        if (value instanceof Enum<?> constant) {
            return nodes.textNode(constant.name().toLowerCase(Locale.ROOT));
        }
        if (value instanceof Instant instant) {
            return nodes.numberNode(instant.toEpochMilli());
        }
        if (value instanceof Duration duration) {
            return nodes.numberNode(duration.toSeconds());
        }
        return container(value);
    }

    private JsonNode container(Object value) {
        if (value instanceof Map<?, ?> map) {
            var object = nodes.objectNode();
            map.forEach((key, member) -> {
                if (!(member instanceof Optional<?> optional && optional.isEmpty())) {
                    object.set(String.valueOf(key), tree(member));
                }
            });
            return object;
        }
        if (value instanceof Iterable<?> elements) {
            var array = nodes.arrayNode();
            elements.forEach(element -> array.add(tree(element)));
            return array;
        }
        if (value instanceof Optional<?> optional) {
            return tree(optional.orElse(null));
        }
        if (value instanceof Record record) {
            return members(record);
        }
        throw new IllegalArgumentException("no JSON for " + value.getClass());
    }

    private JsonNode members(Record record) {
        var object = nodes.objectNode();
        var components = shapes.components(record.getClass());
        var names = shapes.names(record.getClass());
        for (int i = 0; i < names.size(); i++) {
            var member = read(record, components.get(i));
            if (names.get(i).equals(Field.REST)) {
                object.setAll((ObjectNode) tree(member));
            } else if (!(member instanceof Optional<?> optional && optional.isEmpty())) {
                object.set(names.get(i), tree(member));
            }
        }
        return object;
    }

    private static @Nullable Object read(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record without accessor", e);
        }
    }
}
