package io.nkmedia.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Runs inside Karaf, which starts with none of our features. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FeaturesTest {
    private static final Set<String> CORE =
            Set.of("io.nkmedia.gateway", "io.nkmedia.base", "io.nkmedia.api", "io.nkmedia.core");
    private static final EnumSet<FeaturesService.Option> ONE_BY_ONE = EnumSet.noneOf(FeaturesService.Option.class);

    @Inject
    private FeaturesService features;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] configuration() {
        return BareKaraf.options();
    }

    @After
    public void uninstallOurs() throws Exception {
        for (Feature each : features.listRequiredFeatures()) {
            if (each.getName().startsWith("nkmedia-")) {
                uninstall(each.getName());
            }
        }
        assertEquals(Set.of(), ours());
    }

    @Test
    public void gateway_installedAlone_needsNoOtherBundleOfOurs() throws Exception {
        install("nkmedia-gateway");
        assertActive(Set.of("io.nkmedia.gateway"));
    }

    @Test
    public void core_installedAlone_bringsWhatItNeeds() throws Exception {
        install("nkmedia-core");
        assertActive(CORE);
    }

    @Test
    public void runtime_installedAlone_bringsCore() throws Exception {
        install("nkmedia-runtime");
        assertActive(with(CORE, "io.nkmedia.runtime"));
    }

    @Test
    public void janus_installedAlone_bringsCore() throws Exception {
        install("nkmedia-janus");
        assertActive(with(CORE, "io.nkmedia.janus"));
    }

    @Test
    public void console_installedAlone_needsNoOtherBundleOfOurs() throws Exception {
        install("nkmedia-console");
        assertActive(Set.of("io.nkmedia.console"));
    }

    @Test
    public void upgrade_installedAlone_needsNoOtherBundleOfOurs() throws Exception {
        install("nkmedia-upgrade");
        assertActive(Set.of("io.nkmedia.upgrade"));
    }

    @Test
    public void plugins_addedAndRemoved_stopNothingElse() throws Exception {
        install("nkmedia-core");
        List<String> stopped = new ArrayList<>();
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.STOPPING) {
                stopped.add(event.getBundle().getSymbolicName());
            }
        };
        context.addBundleListener(listener);
        try {
            for (String plugin : List.of("runtime", "janus", "console")) {
                install("nkmedia-" + plugin);
            }
            assertActive(with(CORE, "io.nkmedia.runtime", "io.nkmedia.janus", "io.nkmedia.console"));
            for (String plugin : List.of("janus", "console", "runtime")) {
                uninstall("nkmedia-" + plugin);
            }
        } finally {
            context.removeBundleListener(listener);
        }
        assertActive(CORE);
        assertEquals(List.of("io.nkmedia.janus", "io.nkmedia.console", "io.nkmedia.runtime"), stopped);
    }

    private void install(String name) throws Exception {
        features.installFeature(features.getFeature(name), ONE_BY_ONE);
        assertTrue(name + " is installed", features.isInstalled(features.getFeature(name)));
    }

    private void uninstall(String name) throws Exception {
        features.uninstallFeature(name, features.getFeature(name).getVersion(), ONE_BY_ONE);
    }

    private void assertActive(Set<String> expected) {
        assertEquals(new TreeSet<>(expected), ours());
        for (Bundle bundle : context.getBundles()) {
            if (expected.contains(bundle.getSymbolicName())) {
                assertEquals(bundle.getSymbolicName() + " is active", Bundle.ACTIVE, bundle.getState());
            }
        }
    }

    private Set<String> ours() {
        return Arrays.stream(context.getBundles())
                .map(Bundle::getSymbolicName)
                .filter(name -> name.startsWith("io.nkmedia."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
