package io.nkmedia.core.internal.json;

import io.nkmedia.api.command.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells people and programs what {@link Binder} accepts for a record. */
public final class Schema {
    private Schema() {}

    /** One entry for each field: name, type, what it means, default, limits; nested fields under {@code fields}. */
    public static List<Map<String, Object>> fields(Class<? extends Record> type) {
        var fields = new ArrayList<Map<String, Object>>();
        for (var component : type.getRecordComponents()) {
            fields.add(field(component));
        }
        return fields;
    }

    private static Map<String, Object> field(RecordComponent component) {
        var optional = component.getType() == Optional.class;
        var type = optional ? argument(component.getGenericType(), 0) : component.getGenericType();
        var entry = new LinkedHashMap<String, Object>();
        entry.put("name", Names.json(component));
        entry.put("type", typeName(type));
        var field = component.getAnnotation(Field.class);
        boolean rest = field != null && field.name().equals(Field.REST);
        entry.put(
                "mandatory",
                !optional && !rest && (field == null || field.byDefault().isEmpty()));
        if (field != null) {
            describe(field, entry);
        }
        nested(type).ifPresent(record -> entry.put("fields", fields(record)));
        if (type instanceof Class<?> plain && plain.isEnum()) {
            entry.put(
                    "values",
                    Arrays.stream(plain.getEnumConstants()).map(Scalars::label).toList());
        }
        return entry;
    }

    private static void describe(Field field, Map<String, Object> entry) {
        entry.put("description", field.value());
        if (!field.byDefault().isEmpty()) {
            entry.put("default", field.byDefault());
        }
        if (field.min() != Long.MIN_VALUE) {
            entry.put("min", field.min());
        }
        if (field.max() != Long.MAX_VALUE) {
            entry.put("max", field.max());
        }
        if (!field.pattern().isEmpty()) {
            entry.put("pattern", field.pattern());
        }
    }

    private static Optional<Class<? extends Record>> nested(Type type) {
        var element = type instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]
                : type;
        return element instanceof Class<?> plain && plain.isRecord()
                ? Optional.of(plain.asSubclass(Record.class))
                : Optional.empty();
    }

    private static String typeName(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class ? mapName(type) : "list<" + typeName(argument(type, 0)) + ">";
        }
        var plain = (Class<?>) type;
        if (plain == String.class || plain.isEnum()) {
            return "str";
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return "bool";
        }
        return plain.isRecord() ? "obj" : plain == Object.class ? "any" : "int";
    }

    /** An object whose keys are free says so only if something is known of its values. */
    private static String mapName(Type type) {
        var values = typeName(argument(type, 1));
        return values.equals("any") ? "obj" : "map<" + values + ">";
    }

    private static Type argument(Type generic, int index) {
        return ((ParameterizedType) generic).getActualTypeArguments()[index];
    }
}
