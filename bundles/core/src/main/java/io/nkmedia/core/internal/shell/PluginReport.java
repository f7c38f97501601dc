package io.nkmedia.core.internal.shell;

import io.nkmedia.api.service.ServiceExtension;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The bundles that say that they bring a plugin, and what those lack that don't. */
final class PluginReport {
    private static final String SERVICE = "osgi.service";

    private final BundleContext bundles;
    private final ServiceComponentRuntime components;

    PluginReport(BundleContext bundles, ServiceComponentRuntime components) {
        this.bundles = bundles;
        this.components = components;
    }

    /**
     * A bundle with a plugin.
     *
     * @param plugin its name; empty if the bundle isn't resolved, so that nobody could read it
     * @param lacks what keeps it from serving; empty if nothing does
     */
    record Provider(long id, String plugin, String bundle, String version, List<String> lacks) {}

    List<Provider> all() {
        var all = new ArrayList<Provider>();
        for (var bundle : bundles.getBundles()) {
            var revision = bundle.adapt(BundleRevision.class);
            if (revision != null && (bundle.getState() != Bundle.INSTALLED || promises(revision))) {
                all.addAll(of(bundle, revision));
            }
        }
        return all;
    }

    private static boolean promises(BundleRevision revision) {
        return revision.getDeclaredCapabilities(SERVICE).stream().anyMatch(PluginReport::isExtension);
    }

    private static boolean isExtension(Capability capability) {
        var classes = capability.getAttributes().get(Constants.OBJECTCLASS);
        var wanted = ServiceExtension.class.getName();
        return classes instanceof Collection<?> many ? many.contains(wanted) : wanted.equals(classes);
    }

    private List<Provider> of(Bundle bundle, BundleRevision revision) {
        var version = bundle.getVersion().toString();
        if (bundle.getState() == Bundle.INSTALLED) {
            return List.of(
                    new Provider(bundle.getBundleId(), "", bundle.getSymbolicName(), version, missing(revision)));
        }
        if (bundle.getState() != Bundle.ACTIVE) {
            return promises(revision)
                    ? List.of(new Provider(
                            bundle.getBundleId(), "", bundle.getSymbolicName(), version, List.of("it is not started")))
                    : List.of();
        }
        return components.getComponentDescriptionDTOs(bundle).stream()
                .filter(component -> List.of(component.serviceInterfaces).contains(ServiceExtension.class.getName()))
                .map(component -> new Provider(
                        bundle.getBundleId(),
                        String.valueOf(component.properties.get(ServiceExtension.PLUGIN)),
                        bundle.getSymbolicName(),
                        version,
                        unsatisfied(component)))
                .toList();
    }

    /** What nobody in the framework provides. */
    private List<String> missing(BundleRevision revision) {
        var wiring = bundles.getBundle(0).adapt(FrameworkWiring.class);
        return revision.getDeclaredRequirements(null).stream()
                .filter(requirement -> !Constants.RESOLUTION_OPTIONAL.equals(
                        requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE)))
                .filter(requirement -> wiring.findProviders(requirement).isEmpty())
                .map(PluginReport::text)
                .toList();
    }

    private static String text(Requirement requirement) {
        var filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        return (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                        ? "package "
                        : requirement.getNamespace() + " ")
                + filter;
    }

    private List<String> unsatisfied(ComponentDescriptionDTO component) {
        if (!components.isComponentEnabled(component)) {
            return List.of("its component is disabled");
        }
        var lacks = new ArrayList<String>();
        for (var configuration : components.getComponentConfigurationDTOs(component)) {
            if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
                lacks.add("its configuration");
            }
            for (var reference : configuration.unsatisfiedReferences) {
                lacks.add("service " + reference.name
                        + Optional.ofNullable(reference.target)
                                .map(target -> " " + target)
                                .orElse(""));
            }
            Optional.ofNullable(configuration.failure)
                    .ifPresent(why ->
                            lacks.add("it failed: " + why.lines().findFirst().orElse("")));
        }
        return lacks;
    }
}
