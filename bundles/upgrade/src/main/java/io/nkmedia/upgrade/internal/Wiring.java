package io.nkmedia.upgrade.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/** What a jar would find if it were a bundle's next content, and what others would still find: without touching anything. */
final class Wiring {
    private static final String PACKAGE = PackageNamespace.PACKAGE_NAMESPACE;

    private final BundleContext bundles;

    Wiring(BundleContext bundles) {
        this.bundles = bundles;
    }

    /** What {@code jar} needs, as {@code replaced}'s next content, and nobody gives it; empty if it would resolve. */
    List<String> lacks(Jar jar, Bundle replaced) {
        var lacks = new ArrayList<String>();
        var own = exports(jar);
        for (var clause : Clause.all(jar.headers().getValue(Constants.IMPORT_PACKAGE))) {
            for (var name : clause.paths()) {
                var offers = Stream.concat(offered(PACKAGE, replaced), own.stream());
                if (!clause.isOptional()
                        && !name.startsWith("java.")
                        && offers.noneMatch(offer -> meets(clause, name, offer))) {
                    lacks.add("package " + name + " " + clause.attributes().getOrDefault("version", ""));
                }
            }
        }
        for (var clause : Clause.all(jar.headers().getValue(Constants.REQUIRE_CAPABILITY))) {
            boolean later =
                    !clause.directives().getOrDefault("effective", "resolve").equals("resolve");
            if (!clause.isOptional() && !later) {
                clause.paths().stream()
                        .filter(namespace ->
                                !isThere(namespace, clause.directives().get("filter"), replaced))
                        .forEach(namespace ->
                                lacks.add(namespace + " " + clause.directives().getOrDefault("filter", "")));
            }
        }
        return lacks.stream().map(String::strip).toList();
    }

    private boolean isThere(String namespace, @Nullable String filter, Bundle but) {
        return filter == null
                ? offered(namespace, but).findAny().isPresent()
                : offered(namespace, but).anyMatch(offer -> matches(filter, offer));
    }

    /** Who is wired to a package of {@code replaced} and would no longer find it. */
    List<String> orphans(Jar jar, Bundle replaced) {
        var wiring = replaced.adapt(BundleWiring.class);
        var wires = wiring == null ? null : wiring.getProvidedWires(PACKAGE);
        if (wires == null) {
            return List.of();
        }
        var own = exports(jar);
        return wires.stream()
                .filter(wire -> !wire.getRequirer().getBundle().equals(replaced))
                .filter(wire -> {
                    var filter = wire.getRequirement().getDirectives().get(Constants.FILTER_DIRECTIVE);
                    return filter != null
                            && Stream.concat(offered(PACKAGE, replaced), own.stream())
                                    .noneMatch(offer -> matches(filter, offer));
                })
                .map(wire -> wire.getRequirer().getBundle().getSymbolicName() + " would not find package "
                        + wire.getCapability().getAttributes().get(PACKAGE))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean meets(Clause clause, String name, Map<String, Object> offer) {
        if (!name.equals(offer.get(PACKAGE))) {
            return false;
        }
        return clause.attributes().entrySet().stream().allMatch(wanted -> {
            var has = offer.get(wanted.getKey());
            return has instanceof Version version
                    ? VersionRange.valueOf(wanted.getValue()).includes(version)
                    : wanted.getValue().equals(String.valueOf(has));
        });
    }

    private static boolean matches(String filter, Map<String, Object> offer) {
        try {
            return FrameworkUtil.createFilter(filter).matches(offer);
        } catch (InvalidSyntaxException e) {
            return false;
        }
    }

    /** What resolved bundles but this one offer. */
    private Stream<Map<String, Object>> offered(String namespace, Bundle but) {
        return Stream.of(bundles.getBundles())
                .filter(bundle -> !bundle.equals(but))
                .map(bundle -> bundle.adapt(BundleWiring.class))
                .filter(wiring -> wiring != null)
                .map(wiring -> wiring.getCapabilities(namespace))
                .filter(offers -> offers != null)
                .flatMap(List::stream)
                .map(capability -> capability.getAttributes());
    }

    private static List<Map<String, Object>> exports(Jar jar) {
        var exports = new ArrayList<Map<String, Object>>();
        for (var clause : Clause.all(jar.headers().getValue(Constants.EXPORT_PACKAGE))) {
            for (var name : clause.paths()) {
                var offer = new HashMap<String, Object>(clause.attributes());
                offer.put(PACKAGE, name);
                offer.put("version", Version.parseVersion(clause.attributes().getOrDefault("version", "0")));
                offer.put(Constants.BUNDLE_SYMBOLICNAME_ATTRIBUTE, jar.symbolicName());
                offer.put(Constants.BUNDLE_VERSION_ATTRIBUTE, jar.version());
                exports.add(offer);
            }
        }
        return exports;
    }
}
