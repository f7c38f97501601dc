package io.nkmedia.core.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** The id of a request: an integer of at most 53 bits or a string; echoed with the same JSON type. */
public record Tid(Object value) {
    private static final long MAX = (1L << 53) - 1;
    private static final int MAX_LENGTH = 64;

    static Optional<Tid> of(JsonNode node) {
        if (node.isTextual()) {
            var text = node.textValue();
            return text.isEmpty() || text.length() > MAX_LENGTH ? Optional.empty() : Optional.of(new Tid(text));
        }
        if (node.isIntegralNumber() && node.canConvertToLong() && Math.abs(node.longValue()) <= MAX) {
            return Optional.of(new Tid(node.longValue()));
        }
        return Optional.empty();
    }

    public static Tid of(long number) {
        return new Tid(number);
    }

    JsonNode node() {
        return value instanceof Long number
                ? JsonNodeFactory.instance.numberNode(number)
                : JsonNodeFactory.instance.textNode(value.toString());
    }
}
