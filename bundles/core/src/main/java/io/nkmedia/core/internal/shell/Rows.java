package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.table.ShellTable;

/** What a command shows: rows of named values, as a table for people or as JSON for programs. */
final class Rows {
    private final List<String> columns;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    Rows(String... columns) {
        this.columns = List.of(columns);
    }

    /** Values in the order of the columns. */
    void add(Object... values) {
        var row = new LinkedHashMap<String, Object>();
        for (int i = 0; i < values.length; i++) {
            row.put(columns.get(i), values[i]);
        }
        rows.add(row);
    }

    void print(Json json, boolean asJson) {
        if (asJson) {
            System.out.println(json.tree(rows).toPrettyString());
            return;
        }
        var table = new ShellTable();
        columns.forEach(table::column);
        rows.forEach(row -> table.addRow()
                .addContent(columns.stream()
                        .map(column -> cell(row.getOrDefault(column, "")))
                        .toArray()));
        table.print(System.out);
    }

    private static Object cell(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? cell(optional.get()) : "";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value;
    }

    /** One thing with its names and values; nested values as JSON. */
    static void one(Json json, Map<String, ?> thing, boolean asJson) {
        if (asJson) {
            System.out.println(json.tree(thing).toPrettyString());
            return;
        }
        thing.forEach((name, value) -> {
            if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
                var tree = json.tree(value);
                System.out.println(name + ": " + (tree.isTextual() ? tree.textValue() : tree.toPrettyString()));
            }
        });
    }

    /** A time of the API as people read it. */
    static Object time(long millis) {
        return millis == 0 ? "" : Instant.ofEpochMilli(millis);
    }
}
