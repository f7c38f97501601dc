package io.nkmedia.core.internal.config;

import io.nkmedia.api.CoreError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.VersionRange;

/**
 * Which plugins a document names, and which versions of them it wants: an entry is a name, or an object with a name and a
 * range of versions in OSGi's notation.
 *
 * @param listed those of {@code plugins}, in order
 * @param kinds those of {@code backends}, in order
 * @param ranges by plugin; of one that isn't there any version will do
 */
public record PluginChoices(List<String> listed, List<String> kinds, Map<String, VersionRange> ranges) {
    private static final Set<String> KEYS = Set.of("name", "version");

    /** @throws io.nkmedia.api.ApiException naming the first thing that is wrong */
    static PluginChoices of(ServiceDocument document) {
        var ranges = new LinkedHashMap<String, VersionRange>();
        var listed = new ArrayList<String>();
        for (var entry : document.plugins()) {
            listed.add(read(entry, "plugins[" + listed.size() + "]", ranges));
        }
        var kinds = new ArrayList<String>();
        for (var backend : document.backends()) {
            kinds.add(read(backend.getOrDefault("kind", ""), "backends[" + kinds.size() + "].kind", ranges));
        }
        return new PluginChoices(List.copyOf(listed), List.copyOf(kinds), Map.copyOf(ranges));
    }

    /** The name of an entry, whatever else is right or wrong with it; empty if it has none. */
    static String name(Object entry) {
        var name = entry instanceof Map<?, ?> object ? object.get("name") : entry;
        return name instanceof String text ? text : "";
    }

    private static String read(Object entry, String path, Map<String, VersionRange> ranges) {
        var name = name(entry);
        if (entry instanceof Map<?, ?> object) {
            var unknown = new TreeSet<String>();
            object.keySet().forEach(key -> unknown.add(String.valueOf(key)));
            unknown.removeAll(KEYS);
            if (!unknown.isEmpty()) {
                throw CoreError.INVALID_VALUE.field(path + "." + unknown.first(), "is not known");
            }
            if (name.isEmpty()) {
                throw CoreError.MISSING_FIELD.field(path + ".name");
            }
            if (object.get("version") != null) {
                narrow(ranges, name, range(object.get("version"), path + ".version"), path + ".version");
            }
        } else if (!(entry instanceof String)) {
            throw CoreError.INVALID_VALUE.field(path, "must be a name, or an object with name and version");
        }
        return name;
    }

    private static VersionRange range(Object given, String path) {
        try {
            if (given instanceof String text) {
                return VersionRange.valueOf(text);
            }
        } catch (IllegalArgumentException none) {
            throw CoreError.INVALID_VALUE.field(path, "must be a range of versions, such as [1,2)");
        }
        throw CoreError.SYNTAX_ERROR.field(path, "must be a string");
    }

    /** A service has one version of a plugin, however often it names it. */
    private static void narrow(Map<String, VersionRange> ranges, String name, VersionRange range, String path) {
        var both = ranges.containsKey(name) ? range.intersection(ranges.get(name)) : range;
        if (both.isEmpty()) {
            throw CoreError.INVALID_VALUE.field(
                    path, "leaves no version of " + name + ": a service has one of each plugin");
        }
        ranges.put(name, both);
    }
}
