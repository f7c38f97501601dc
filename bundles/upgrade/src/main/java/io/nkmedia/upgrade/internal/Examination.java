package io.nkmedia.upgrade.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** Looks at bundles, their components and services. */
final class Examination {
    /** Who runs components says it of each service. */
    private static final String COMPONENT = "component.name";

    private final BundleContext bundles;
    private final ServiceComponentRuntime components;

    Examination(BundleContext bundles, ServiceComponentRuntime components) {
        this.bundles = bundles;
        this.components = components;
    }

    /** How the bundles with these symbolic names are. */
    Health of(Set<String> names) {
        var active = new TreeSet<String>();
        var ill = new TreeMap<String, String>();
        var well = new TreeSet<String>();
        var services = new TreeSet<String>();
        var contracts = contracts();
        for (var bundle : bundles.getBundles()) {
            var name = bundle.getSymbolicName();
            if (name != null && names.contains(name) && bundle.getState() == Bundle.ACTIVE) {
                active.add(name);
                look(bundle, ill, well);
                services(bundle)
                        .filter(service -> service.startsWith("java.")
                                || contracts.contains(service.substring(0, Math.max(0, service.lastIndexOf('.')))))
                        .forEach(service -> services.add(name + ": " + service));
            }
        }
        return new Health(active, ill, well, services);
    }

    /** What isn't exported is a bundle's own affair, which the next version may call otherwise. */
    private Set<String> contracts() {
        var contracts = new TreeSet<String>();
        Stream.of(bundles.getBundles())
                .map(bundle -> bundle.adapt(BundleWiring.class))
                .filter(wiring -> wiring != null)
                .map(wiring -> wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE))
                .filter(offers -> offers != null)
                .flatMap(List::stream)
                .forEach(capability -> contracts.add(
                        String.valueOf(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))));
        return contracts;
    }

    /** Its own: a web server, for one, registers services in the names of others, when it likes. */
    private static Stream<String> services(Bundle bundle) {
        var references = bundle.getRegisteredServices();
        var exported = bundle.getHeaders("").get(Constants.EXPORT_PACKAGE);
        return references == null
                ? Stream.of()
                : Stream.of(references)
                        .filter(reference -> exported != null || reference.getProperty(COMPONENT) != null)
                        .map(reference -> reference.getProperty(Constants.OBJECTCLASS))
                        .filter(String[].class::isInstance)
                        .flatMap(classes -> Stream.of((String[]) classes));
    }

    private void look(Bundle bundle, Map<String, String> ill, Set<String> well) {
        for (var component : components.getComponentDescriptionDTOs(bundle)) {
            var name = bundle.getSymbolicName() + ": component " + component.name;
            components.getComponentConfigurationDTOs(component).stream()
                    .flatMap(configuration -> wrong(configuration).stream())
                    .findFirst()
                    .ifPresentOrElse(why -> ill.put(name, why), () -> well.add(name));
        }
    }

    private static Optional<String> wrong(ComponentConfigurationDTO configuration) {
        if (configuration.failure != null) {
            return Optional.of(
                    "it failed: " + configuration.failure.lines().findFirst().orElse(""));
        }
        for (var reference : configuration.unsatisfiedReferences) {
            return Optional.of("it lacks service " + reference.name);
        }
        return Optional.empty();
    }
}
