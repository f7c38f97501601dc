package io.nkmedia.upgrade.internal;

import io.nkmedia.upgrade.internal.Probes.Kind;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The running server, as an upgrade looks at it. */
final class Framework implements Upgrade.Sight {
    private final BundleContext bundles;
    private final Examination examination;
    private final Probes probes;

    Framework(BundleContext bundles, ServiceComponentRuntime components) {
        this.bundles = bundles;
        examination = new Examination(bundles, components);
        probes = new Probes(bundles);
    }

    @Override
    public Health health(Set<String> names) {
        return examination.of(names);
    }

    @Override
    public Map<String, Set<String>> ask(Kind kind) {
        return probes.ask(kind);
    }

    @Override
    public Map<String, Set<String>> versions() {
        var versions = new TreeMap<String, Set<String>>();
        for (var bundle : bundles.getBundles()) {
            if (bundle.getSymbolicName() != null) {
                versions.computeIfAbsent(bundle.getSymbolicName(), none -> new TreeSet<>())
                        .add(bundle.getVersion().toString());
            }
        }
        return versions;
    }
}
