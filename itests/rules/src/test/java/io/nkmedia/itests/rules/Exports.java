package io.nkmedia.itests.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The packages that a bundle exports, read from a text of {@link Signatures}.
 *
 * @param packages by name
 */
record Exports(Map<String, Exported> packages) {
    private static final String PACKAGE = "package ";
    private static final String MEMBER = "    ";

    /**
     * One package.
     *
     * @param version major.minor.micro
     * @param types the members of each, by its head line
     */
    record Exported(String version, Map<String, Set<String>> types) {
        int major() {
            return part(0);
        }

        int minor() {
            return part(1);
        }

        private int part(int index) {
            return Integer.parseInt(version.split("\\.")[index]);
        }
    }

    static Exports read(String text) {
        var packages = new LinkedHashMap<String, Exported>();
        Map<String, Set<String>> types = Map.of();
        Set<String> members = Set.of();
        for (var line : text.lines().filter(each -> !each.isBlank()).toList()) {
            if (line.startsWith(PACKAGE)) {
                var words = line.split(" ");
                types = new LinkedHashMap<>();
                packages.put(words[1], new Exported(words[2], types));
            } else if (line.startsWith(MEMBER)) {
                members.add(line.strip());
            } else {
                members = new LinkedHashSet<>();
                types.put(line, members);
            }
        }
        return new Exports(packages);
    }

    /**
     * What semantic versioning forbids to those who come after this: bundles that were built against this one go on with
     * any later one of the same major version, and can tell by the minor version what is new.
     */
    List<String> brokenBy(Exports later) {
        var broken = new ArrayList<String>();
        packages.forEach((name, before) -> {
            var after = later.packages().get(name);
            if (after == null) {
                broken.add(name + " is gone");
            } else if (after.major() == before.major()) {
                broken.addAll(broken(name, before, after));
            }
        });
        return broken;
    }

    private static List<String> broken(String name, Exported before, Exported after) {
        var broken = new ArrayList<String>();
        boolean more = !before.types().keySet().containsAll(after.types().keySet());
        for (var type : before.types().entrySet()) {
            var members = after.types().get(type.getKey());
            if (members == null) {
                broken.add(name + ": gone is " + type.getKey());
                continue;
            }
            var gone = new LinkedHashSet<>(type.getValue());
            gone.removeAll(members);
            gone.forEach(member -> broken.add(name + ": gone is " + type.getKey() + ": " + member));
            var added = new LinkedHashSet<>(members);
            added.removeAll(type.getValue());
            more |= !added.isEmpty();
            added.stream()
                    .filter(member -> mustBeImplemented(type.getKey(), member))
                    .forEach(member -> broken.add(name + ": plugins have no " + type.getKey() + ": " + member));
        }
        if (more && after.minor() <= before.minor()) {
            broken.add(name + ": has more than " + before.version() + " and needs the next minor version");
        }
        return broken;
    }

    private static boolean mustBeImplemented(String type, String member) {
        return type.startsWith("@ConsumerType ") && member.contains("abstract ");
    }
}
