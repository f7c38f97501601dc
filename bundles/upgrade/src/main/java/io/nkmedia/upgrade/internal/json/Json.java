package io.nkmedia.upgrade.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Text and plain maps, lists and scalars. One for each activation, with a type cache of its own. */
public final class Json {
    private static final int TYPE_CACHE = 50;
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ObjectMapper mapper = JsonMapper.builder()
            .typeFactory(TypeFactory.defaultInstance()
                    .withClassLoader(Json.class.getClassLoader())
                    .withCache((LookupCache<Object, JavaType>) new LRUMap<Object, JavaType>(TYPE_CACHE, TYPE_CACHE)))
            .build();

    /** Indented, for people too. */
    public String write(Object plain) {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(plain);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IOException if it isn't an object */
    public Map<String, Object> read(String text) throws IOException {
        return mapper.readValue(text, OBJECT);
    }
}
