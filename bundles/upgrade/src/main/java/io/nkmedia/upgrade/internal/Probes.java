package io.nkmedia.upgrade.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other bundles tell of themselves: services of type {@link Supplier} with the property {@value #PROPERTY}, whose maps
 * hold plain collections of names. So nobody's class is needed here.
 */
final class Probes {
    static final String PROPERTY = "nkmedia.upgrade.probe";

    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    /** The value of the property, and what the names in the maps are. */
    enum Kind {
        /** What is there for clients; asked a hundred times a second. */
        SERVING,
        /** What should outlive an upgrade, by its ids. */
        LIVING,
        /** What is wrong, as sentences. */
        PROBLEMS;

        private String filter() {
            return "(" + PROPERTY + "=" + name().toLowerCase(Locale.ROOT) + ")";
        }
    }

    private final BundleContext bundles;

    Probes(BundleContext bundles) {
        this.bundles = bundles;
    }

    /** What all of them say, together. One that fails says nothing. */
    Map<String, Set<String>> ask(Kind kind) {
        var all = new TreeMap<String, Set<String>>();
        for (var probe : references(kind)) {
            if (bundles.getService(probe) instanceof Supplier<?> supplier) {
                try {
                    add(supplier.get(), all);
                } catch (RuntimeException | LinkageError e) {
                    LOG.debug("A probe of {} fails", probe.getBundle(), e);
                } finally {
                    bundles.ungetService(probe);
                }
            }
        }
        return all;
    }

    private List<ServiceReference<?>> references(Kind kind) {
        try {
            var found = bundles.getServiceReferences(Supplier.class.getName(), kind.filter());
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(Object told, Map<String, Set<String>> all) {
        if (told instanceof Map<?, ?> map) {
            map.forEach((what, names) -> {
                if (names instanceof Collection<?> many) {
                    var known = all.computeIfAbsent(String.valueOf(what), none -> new TreeSet<>());
                    many.forEach(name -> known.add(String.valueOf(name)));
                }
            });
        }
    }

    /** What {@code before} had and {@code now} hasn't, as {@code kind name}. */
    static Set<String> missing(Map<String, Set<String>> before, Map<String, Set<String>> now) {
        var missing = new TreeSet<String>();
        before.forEach((what, names) -> {
            var there = now.getOrDefault(what, Set.of());
            names.stream().filter(name -> !there.contains(name)).forEach(name -> missing.add(what + " " + name));
        });
        return missing;
    }
}
