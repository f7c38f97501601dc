package io.nkmedia.core.internal.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.nkmedia.api.CoreError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Secrets in a document: never shown, kept by who writes back what was shown, and possibly somewhere else. */
public final class Secrets {
    /** What is shown instead of a secret, and means "unchanged" when it is written. */
    public static final String HIDDEN = "***";

    private static final Set<String> KEYS = Set.of(
            "password_hash",
            "ha1",
            "password",
            "secret",
            "admin_secret",
            "api_key",
            "private_key",
            "token",
            "shared_key");

    /** By what an element of a list is known again, the first that it has. */
    private static final List<String> IDENTITY = List.of("user", "name", "url", "kid", "kind");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
    private static final long MAX_FILE = 65_536;

    private Secrets() {}

    /** Whether the text stands for one that is somewhere else. */
    public static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /** A copy without secrets. */
    public static JsonNode masked(JsonNode tree) {
        var copy = tree.deepCopy();
        each(copy, "", (path, text) -> HIDDEN);
        return copy;
    }

    /**
     * Puts the secrets of {@code old} in where {@code changed} has what is shown instead.
     *
     * @throws io.nkmedia.api.ApiException {@code invalid_value} with the path, if there is none
     */
    public static void keep(JsonNode changed, JsonNode old) {
        keep(changed, old, "");
    }

    private static void keep(JsonNode changed, @Nullable JsonNode old, String path) {
        if (changed instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                var below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                var before = old == null ? null : old.get(entry.getKey());
                if (isSecret(entry.getKey()) && entry.getValue().asText().equals(HIDDEN)) {
                    if (before == null || !before.isTextual()) {
                        throw CoreError.INVALID_VALUE.field(below, "is " + HIDDEN + ", but there was none before");
                    }
                    entry.setValue(before);
                } else {
                    keep(entry.getValue(), before, below);
                }
            });
        } else if (changed instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                keep(list.get(i), same(list.get(i), old, i), path + "[" + i + "]");
            }
        }
    }

    private static @Nullable JsonNode same(JsonNode element, @Nullable JsonNode old, int index) {
        if (old == null || !old.isArray()) {
            return null;
        }
        for (var key : IDENTITY) {
            if (element.has(key)) {
                for (var candidate : old) {
                    if (element.get(key).equals(candidate.get(key))) {
                        return candidate;
                    }
                }
                return null;
            }
        }
        return old.get(index);
    }

    /**
     * Puts the secrets in that the tree only refers to. Reads files: slow.
     *
     * @throws io.nkmedia.api.ApiException {@code invalid_value} with the path of one that isn't there
     */
    static void resolve(JsonNode tree, UnaryOperator<@Nullable String> environment) {
        each(tree, "", (path, text) -> {
            var reference = REFERENCE.matcher(text);
            if (!reference.matches()) {
                return text;
            }
            var found = reference.group(1).equals("env")
                    ? environment.apply(reference.group(2))
                    : content(Path.of(reference.group(2)));
            if (found == null || found.isEmpty()) {
                throw CoreError.INVALID_VALUE.field(path, "refers to a secret that is not there");
            }
            return found;
        });
    }

    private static @Nullable String content(Path file) {
        try {
            return Files.size(file) > MAX_FILE ? null : Files.readString(file).strip();
        } catch (IOException unreadable) {
            return null;
        }
    }

    private interface Change {
        String of(String path, String text);
    }

    private static void each(JsonNode node, String path, Change change) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                var below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                if (isSecret(entry.getKey()) && entry.getValue().isTextual()) {
                    entry.setValue(
                            new TextNode(change.of(below, entry.getValue().textValue())));
                } else {
                    each(entry.getValue(), below, change);
                }
            });
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                each(list.get(i), path + "[" + i + "]", change);
            }
        }
    }

    private static boolean isSecret(String key) {
        return KEYS.contains(key);
    }
}
