package io.nkmedia.core.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record that a command, or a configuration document, is declared by out of a JSON object, and says by path
 * what is wrong with it. See {@link Field} for what can be declared.
 */
public final class Binder {
    private final Json json;
    private final Scalars scalars;
    private final Shapes shapes = new Shapes();
    private final Map<String, JsonNode> defaults = new ConcurrentHashMap<>();

    public Binder(Json json) {
        this(json, false);
    }

    /** @param trusted whether strings may be of any length: for what we wrote ourselves */
    public Binder(Json json, boolean trusted) {
        this.json = json;
        this.scalars = new Scalars(trusted ? Long.MAX_VALUE : Scalars.DEFAULT_MAX_BYTES);
    }

    /**
     * Binds an object to a record.
     *
     * @param unknown told the path of each member that the record doesn't know
     * @throws ApiException {@code missing_field}, {@code invalid_value} or {@code syntax_error} with the field's path
     */
    public <R extends Record> R bind(JsonNode object, Class<R> type, Consumer<String> unknown) {
        return record(object, type, "", unknown);
    }

    private <R extends Record> R record(JsonNode node, Class<R> type, String path, Consumer<String> unknown) {
        if (!node.isObject()) {
            throw CoreError.SYNTAX_ERROR.field(path.isEmpty() ? "data" : path, "must be an object");
        }
        var components = shapes.components(type);
        var known = shapes.names(type);
        var values = new @Nullable Object[known.size()];
        int rest = known.indexOf(Field.REST);
        for (int i = 0; i < values.length; i++) {
            if (i != rest) {
                var name = known.get(i);
                values[i] = component(
                        components.get(i), node.get(name), path.isEmpty() ? name : path + "." + name, unknown);
            }
        }
        var others = others(node, known);
        if (rest >= 0) {
            values[rest] = rest(others, components.get(rest), path);
        } else {
            others.fieldNames().forEachRemaining(name -> unknown.accept(path.isEmpty() ? name : path + "." + name));
        }
        return create(type, values);
    }

    private static ObjectNode others(JsonNode node, List<String> known) {
        var others = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> {
            if (!known.contains(member.getKey()) || member.getKey().equals(Field.REST)) {
                others.set(member.getKey(), member.getValue());
            }
        });
        return others;
    }

    private Map<String, ?> rest(ObjectNode others, RecordComponent component, String path) {
        var name = others.isEmpty() ? Field.REST : others.fieldNames().next();
        return map(
                others,
                argument(component.getGenericType(), 1),
                component.getAnnotation(Field.class),
                path.isEmpty() ? name : path + "." + name,
                field -> {});
    }

    private <R extends Record> R create(Class<R> type, @Nullable Object[] values) {
        try {
            return type.cast(shapes.constructor(type).newInstance(values));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ApiException refused) {
                throw refused;
            }
            throw new IllegalStateException("constructor of " + type.getName() + " failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a usable record: " + type.getName(), e);
        }
    }

    private Object component(
            RecordComponent component, @Nullable JsonNode given, String path, Consumer<String> unknown) {
        var field = component.getAnnotation(Field.class);
        var optional = component.getType() == Optional.class;
        var node = given == null || given.isNull() ? byDefault(field) : given;
        if (node == null) {
            if (optional) {
                return Optional.empty();
            }
            throw CoreError.MISSING_FIELD.field(path);
        }
        var value = value(
                node,
                optional ? argument(component.getGenericType(), 0) : component.getGenericType(),
                field,
                path,
                unknown);
        return optional ? Optional.of(value) : value;
    }

    private @Nullable JsonNode byDefault(@Nullable Field field) {
        if (field == null || field.byDefault().isEmpty()) {
            return null;
        }
        return defaults.computeIfAbsent(field.byDefault(), this::parsed);
    }

    private JsonNode parsed(String byDefault) {
        try {
            return json.parse(byDefault);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("default is not JSON: " + byDefault, e);
        }
    }

    private Object value(JsonNode node, Type type, @Nullable Field field, String path, Consumer<String> unknown) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return list(node, argument(type, 0), field, path, unknown);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Set.class) {
            return Set.copyOf(list(node, argument(type, 0), field, path, unknown));
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return map(node, argument(type, 1), field, path, unknown);
        }
        if (type instanceof Class<?> plain && plain.isRecord()) {
            return record(node, plain.asSubclass(Record.class), path, unknown);
        }
        if (type == Object.class) {
            if (node.isNull()) {
                throw CoreError.SYNTAX_ERROR.field(path, "must not be null");
            }
            return json.plain(node);
        }
        return scalars.read(node, (Class<?>) type, field, path);
    }

    private List<?> list(JsonNode node, Type element, @Nullable Field field, String path, Consumer<String> unknown) {
        if (!node.isArray()) {
            throw CoreError.SYNTAX_ERROR.field(path, "must be a list");
        }
        if (field != null) {
            Scalars.checkRange(node.size(), field, path, "elements");
        }
        var list = new ArrayList<Object>();
        for (var each : node) {
            list.add(value(each, element, null, path + "[" + list.size() + "]", unknown));
        }
        return List.copyOf(list);
    }

    private Map<String, ?> map(
            JsonNode node, Type element, @Nullable Field field, String path, Consumer<String> unknown) {
        if (!node.isObject()) {
            throw CoreError.SYNTAX_ERROR.field(path, "must be an object");
        }
        if (field != null && field.max() != Long.MAX_VALUE) {
            Scalars.checkRange(Scalars.utf8Length(json.write(node)), field, path, "bytes");
        }
        if (element == Object.class) {
            return json.plainObject(node);
        }
        var map = new LinkedHashMap<String, Object>();
        node.properties()
                .forEach(entry -> map.put(
                        entry.getKey(), value(entry.getValue(), element, null, path + "." + entry.getKey(), unknown)));
        return map;
    }

    private static Type argument(Type generic, int index) {
        return ((ParameterizedType) generic).getActualTypeArguments()[index];
    }

    /** An empty object, for a request without {@code data}. */
    public static JsonNode emptyObject() {
        return JsonNodeFactory.instance.objectNode();
    }
}
