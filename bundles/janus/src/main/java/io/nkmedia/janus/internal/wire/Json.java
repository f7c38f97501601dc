package io.nkmedia.janus.internal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.util.Optional;
import java.util.OptionalLong;

/** The one mapper of a bundle's instance. Its type cache is its own, so that nothing shared pins this class loader. */
public final class Json {
    private static final int TYPES = 64;

    private final JsonMapper mapper;

    public Json() {
        LookupCache<Object, JavaType> cache = new LRUMap<>(TYPES, TYPES);
        mapper = JsonMapper.builder()
                .typeFactory(TypeFactory.defaultInstance().withCache(cache))
                .build();
    }

    /** Parses a frame; empty if it isn't a JSON object. */
    public Optional<ObjectNode> object(String text) {
        try {
            return mapper.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A member that is text; empty if it is missing or something else. */
    public static Optional<String> text(JsonNode node, String member) {
        var value = node.path(member);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** A member that is a whole number; empty if it is missing or something else. */
    public static OptionalLong number(JsonNode node, String member) {
        var value = node.path(member);
        return value.isIntegralNumber() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }
}
