package io.nkmedia.core.internal.config;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.service.BackendConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The entries of {@code backends}, checked: each instance is a backend of its own. A pure function. */
final class Engines {
    private static final int MOST_INSTANCES = 16;
    private static final int MOST_SPARES = 4;
    private static final int MOST_DRAIN_SECONDS = 604_800;

    private Engines() {}

    /** @throws io.nkmedia.api.ApiException naming the first thing that is wrong */
    static List<BackendConfig> of(ServiceDocument document) {
        var backends = new ArrayList<BackendConfig>();
        var names = new HashSet<String>();
        int index = 0;
        for (var given : document.backends()) {
            var entry = new LinkedHashMap<>(given);
            entry.values().removeIf(Objects::isNull);
            var path = "backends[" + index++ + "]";
            // Which version of the plugin keeps the engine is none of the engine's settings.
            entry.computeIfPresent("kind", (key, choice) -> PluginChoices.name(choice));
            var kind = text(entry, "kind", "", path);
            var name = text(entry, "name", kind, path);
            var runtime = text(entry, "runtime", "auto", path);
            int instances = number(entry, "instances", 1, MOST_INSTANCES, path);
            number(entry, "drain_timeout", 1, MOST_DRAIN_SECONDS, path);
            int spare = number(entry, "spare", 0, MOST_SPARES, path);
            if (spare > 0 && runtime.equals("external")) {
                throw CoreError.INVALID_VALUE.field(path + ".spare", "must be 0 for an external engine");
            }
            if (instances > 1 && runtime.equals("external")) {
                throw CoreError.INVALID_VALUE.field(path + ".instances", "must be 1 for an external engine");
            }
            if (!entry.containsKey("rtp_ports")) {
                // Only those that share ports have to know how many they are.
                entry.remove("instances");
            }
            for (int i = 1; i <= instances; i++) {
                var each = i == 1 ? name : name + "-" + i;
                if (!names.add(each)) {
                    throw CoreError.INVALID_VALUE.field(path + ".name", "is there twice: give each backend its own");
                }
                backends.add(new BackendConfig(kind, each, runtime, entry));
            }
        }
        return List.copyOf(backends);
    }

    private static String text(Map<String, Object> entry, String key, String byDefault, String path) {
        var value = entry.getOrDefault(key, byDefault);
        if (!(value instanceof String text) || !text.matches("[a-z][a-z0-9_-]{0,31}")) {
            throw value.equals("")
                    ? CoreError.MISSING_FIELD.field(path + "." + key)
                    : CoreError.INVALID_VALUE.field(path + "." + key, "must match [a-z][a-z0-9_-]{0,31}");
        }
        return text;
    }

    private static int number(Map<String, Object> entry, String key, int least, int most, String path) {
        var value = entry.getOrDefault(key, least);
        if (!(value instanceof Integer number)) {
            throw CoreError.SYNTAX_ERROR.field(path + "." + key, "must be a whole number");
        }
        if (number < least || number > most) {
            throw CoreError.INVALID_VALUE.field(path + "." + key, "must be between " + least + " and " + most);
        }
        return number;
    }
}
