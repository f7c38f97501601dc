package io.nkmedia.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Strings, numbers, booleans and enums with their constraints. */
final class Scalars {
    /** What a string may hold in UTF-8 bytes if its field says nothing. */
    static final long DEFAULT_MAX_BYTES = 255;

    private final long defaultMaxBytes;
    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

    Scalars(long defaultMaxBytes) {
        this.defaultMaxBytes = defaultMaxBytes;
    }

    Object read(JsonNode node, Class<?> type, @Nullable Field field, String path) {
        if (type == String.class) {
            return text(node, field, path);
        }
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(number(node, field, path, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class || type == Long.class) {
            return number(node, field, path, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == boolean.class || type == Boolean.class) {
            if (!node.isBoolean()) {
                throw CoreError.SYNTAX_ERROR.field(path, "must be true or false");
            }
            return node.booleanValue();
        }
        if (type.isEnum()) {
            return constant(text(node, null, path), type, path);
        }
        throw new IllegalStateException("a field of " + type + " can't be declared");
    }

    private String text(JsonNode node, @Nullable Field field, String path) {
        if (!node.isTextual()) {
            throw CoreError.SYNTAX_ERROR.field(path, "must be a string");
        }
        var text = node.textValue();
        long max = field == null || field.max() == Long.MAX_VALUE ? defaultMaxBytes : field.max();
        if (text.length() > max || utf8Length(text) > max) {
            throw CoreError.INVALID_VALUE.field(path, "is longer than " + max + " bytes");
        }
        if (field != null && !field.pattern().isEmpty()) {
            var pattern = patterns.computeIfAbsent(field.pattern(), Pattern::compile);
            if (!pattern.matcher(text).matches()) {
                throw CoreError.INVALID_VALUE.field(path, "must match " + field.pattern());
            }
        }
        return text;
    }

    private static long number(JsonNode node, @Nullable Field field, String path, long lowest, long highest) {
        if (!node.isIntegralNumber()) {
            throw CoreError.SYNTAX_ERROR.field(path, "must be a whole number");
        }
        if (!node.canConvertToLong() || node.longValue() < lowest || node.longValue() > highest) {
            throw CoreError.INVALID_VALUE.field(path, "is out of range");
        }
        if (field != null) {
            checkRange(node.longValue(), field, path, "");
        }
        return node.longValue();
    }

    private static Object constant(String text, Class<?> type, String path) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> label(each).equals(text))
                .findFirst()
                .orElseThrow(() -> CoreError.INVALID_VALUE.field(
                        path,
                        "must be one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Scalars::label)
                                        .collect(Collectors.joining(", "))));
    }

    static String label(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    static void checkRange(long value, Field field, String path, String unit) {
        if (value < field.min() || value > field.max()) {
            var range = field.max() == Long.MAX_VALUE
                    ? "at least " + field.min()
                    : field.min() == Long.MIN_VALUE
                            ? "at most " + field.max()
                            : "between " + field.min() + " and " + field.max();
            throw CoreError.INVALID_VALUE.field(path, ("must be " + range + " " + unit).strip());
        }
    }

    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
