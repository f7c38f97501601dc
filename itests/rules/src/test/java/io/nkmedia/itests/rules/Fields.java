package io.nkmedia.itests.rules;

import io.nkmedia.core.internal.json.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The fields of a record as a table for people. */
final class Fields {
    static final String HEAD = "| field | type | default | limits | meaning |\n|---|---|---|---|---|\n";

    private Fields() {}

    /** One row for each field, nested ones by their path. */
    static List<String> rows(Class<? extends Record> type) {
        var rows = new ArrayList<String>();
        rows("", Schema.fields(type), rows);
        return rows;
    }

    private static void rows(String prefix, List<Map<String, Object>> fields, List<String> rows) {
        for (var field : fields) {
            var path = prefix + field.get("name");
            rows.add("| `" + path + "` | `" + field.get("type") + "` | " + byDefault(field) + " | " + limits(field)
                    + " | " + prose(field.getOrDefault("description", "")) + " |\n");
            if (field.get("fields") instanceof List<?> nested) {
                rows(path + below(field.get("type").toString()), maps(nested), rows);
            }
        }
    }

    private static List<Map<String, Object>> maps(List<?> fields) {
        return fields.stream()
                .map(field -> ((Map<?, ?>) field)
                        .entrySet().stream().collect(Collectors.toMap(entry -> (String) entry.getKey(), entry ->
                                (Object) entry.getValue())))
                .toList();
    }

    private static String below(String type) {
        return type.startsWith("list") ? "[]." : type.startsWith("map") ? ".*." : ".";
    }

    private static String byDefault(Map<String, Object> field) {
        if (field.containsKey("default")) {
            return "`" + cell(field.get("default")) + "`";
        }
        return field.get("mandatory").equals(true) ? "mandatory" : "";
    }

    private static String limits(Map<String, Object> field) {
        var limits = new ArrayList<String>();
        if (field.containsKey("min")) {
            limits.add("≥ " + field.get("min"));
        }
        if (field.containsKey("max")) {
            limits.add("≤ " + field.get("max") + unit(field.get("type").toString()));
        }
        if (field.containsKey("pattern")) {
            limits.add("`" + cell(field.get("pattern")) + "`");
        }
        if (field.get("values") instanceof List<?> values) {
            limits.add(values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", ")));
        }
        return String.join(", ", limits);
    }

    private static String unit(String type) {
        return type.startsWith("list") ? " elements" : type.equals("int") ? "" : " bytes";
    }

    /** What stands outside of backquotes mustn't look like a tag. */
    static String prose(Object text) {
        return cell(text).replace("<", "&lt;");
    }

    private static String cell(Object text) {
        return text.toString().replace("|", "\\|");
    }
}
