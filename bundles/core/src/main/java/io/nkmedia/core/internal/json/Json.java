package io.nkmedia.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.util.Map;

/**
 * JSON text, trees and plain Java values. One for each activation of the bundle, with a type cache of its own: a shared
 * one would hold on to the classes of bundles that are gone.
 */
public final class Json {
    /** Deeper nesting than this is malformed (protocol.md §1). */
    private static final int MAX_DEPTH = 32;

    /** The text of an object without members. */
    public static final String EMPTY_OBJECT = "{}";

    private static final int TYPE_CACHE = 200;

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper mapper;
    private final ValueWriter values;

    public Json() {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        mapper = JsonMapper.builder(factory)
                .typeFactory(TypeFactory.defaultInstance()
                        .withClassLoader(Json.class.getClassLoader())
                        .withCache(
                                (LookupCache<Object, JavaType>) new LRUMap<Object, JavaType>(TYPE_CACHE, TYPE_CACHE)))
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        values = new ValueWriter(mapper.getNodeFactory());
    }

    /**
     * Parses one JSON value.
     *
     * @throws JsonProcessingException if it isn't one, or is nested too deeply
     */
    public JsonNode parse(String text) throws JsonProcessingException {
        return mapper.readTree(text);
    }

    public String write(JsonNode tree) {
        return tree.toString();
    }

    /** Maps, lists, records, enums, strings, numbers, booleans as a tree; record components in snake_case. */
    public JsonNode tree(Object value) {
        return values.tree(value);
    }

    /** An object node as plain maps, lists and scalars. */
    public Map<String, Object> plainObject(JsonNode object) {
        return mapper.convertValue(object, OBJECT);
    }

    /** Any node as a plain value; {@code null} becomes an empty string. */
    public Object plain(JsonNode node) {
        var value = mapper.convertValue(node, Object.class);
        return value == null ? "" : value;
    }
}
