package io.nkmedia.upgrade.internal;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A feature gets another version. Karaf exchanges the bundles; they are started here, where that is limited. */
final class FeatureChange implements Change {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureChange.class);
    private static final Duration INSTALL = Duration.ofSeconds(20);
    private static final Pattern KARAFS = Pattern.compile("features-\\d+-thread-\\d+");

    private final BundleContext bundles;
    private final FeaturesService features;
    private final Feature before;
    private final Feature after;
    private final URI repository;
    private final boolean known;
    private final Set<String> concerned = new TreeSet<>();
    private Set<Long> there = Set.of();
    private Set<String> active = Set.of();

    /** @param known whether the repository was there before */
    FeatureChange(
            BundleContext bundles,
            FeaturesService features,
            Feature before,
            Feature after,
            URI repository,
            boolean known) {
        this.bundles = bundles;
        this.features = features;
        this.before = before;
        this.after = after;
        this.repository = repository;
        this.known = known;
        var own = own(before);
        bundles.getBundle(0)
                .adapt(FrameworkWiring.class)
                .getDependencyClosure(own)
                .forEach(each -> concerned.add(each.getSymbolicName()));
    }

    private List<Bundle> own(Feature feature) {
        var locations =
                feature.getBundles().stream().map(BundleInfo::getLocation).toList();
        return all().filter(bundle -> locations.contains(bundle.getLocation())).toList();
    }

    private Stream<Bundle> all() {
        return Stream.of(bundles.getBundles());
    }

    @Override
    public String kind() {
        return "feature";
    }

    @Override
    public String subject() {
        return after.getName();
    }

    @Override
    public String from() {
        return before.getVersion();
    }

    @Override
    public String to() {
        return after.getVersion();
    }

    @Override
    public Set<String> concerned() {
        return concerned;
    }

    @Override
    public void abandon() {
        try {
            forget();
        } catch (Exception e) {
            LOG.warn("The features file {} can't be forgotten", repository, e);
        }
    }

    private void forget() throws Exception {
        if (!known) {
            features.removeRepository(repository);
        }
    }

    @Override
    public void prepare() {
        var started = all().filter(bundle -> bundle.getState() == Bundle.ACTIVE).toList();
        there = new TreeSet<>(all().map(Bundle::getBundleId).toList());
        active = new TreeSet<>(started.stream().map(Bundle::getSymbolicName).toList());
    }

    @Override
    public void make() throws Exception {
        install(after);
    }

    @Override
    public void undo() throws Exception {
        install(before);
        forget();
    }

    private void install(Feature feature) throws Exception {
        try {
            Steps.within(
                    INSTALL,
                    "to install " + feature.getId(),
                    () -> features.installFeatures(
                            Set.of(feature.getId()), EnumSet.of(Option.Upgrade, Option.NoAutoStartBundles)));
        } catch (TimeoutException | Steps.Stuck e) {
            freeKaraf();
            throw e;
        }
        start(feature);
    }

    /** What Karaf updates it starts by itself, on its only thread for features: that hangs with the bundle. */
    private static void freeKaraf() {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> KARAFS.matcher(thread.getName()).matches())
                .forEach(Thread::interrupt);
    }

    /** Those that run, and those that are new: Karaf has stopped whoever uses what was exchanged. */
    private void start(Feature feature) throws Exception {
        var lazy = feature.getBundles().stream()
                .filter(info -> !info.isStart())
                .map(BundleInfo::getLocation)
                .toList();
        var waiting = all().filter(bundle -> (bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0)
                .filter(bundle -> active.contains(bundle.getSymbolicName()) || !there.contains(bundle.getBundleId()))
                .filter(bundle -> !isFragment(bundle) && !lazy.contains(bundle.getLocation()))
                .sorted(StartOrder.FIRST_TO_LAST)
                .toList();
        for (var bundle : waiting) {
            Steps.within(Steps.START, "to start " + bundle.getSymbolicName(), bundle::start);
        }
    }

    private static boolean isFragment(Bundle bundle) {
        var revision = bundle.adapt(BundleRevision.class);
        return revision == null
                || (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0
                || bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }
}
