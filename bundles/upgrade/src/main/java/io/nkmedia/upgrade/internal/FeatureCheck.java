package io.nkmedia.upgrade.internal;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.apache.karaf.features.Repository;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** Finds out whether a feature's newer version could be installed: Karaf resolves it and touches nothing. */
final class FeatureCheck {
    private static final Duration RESOLVE = Duration.ofSeconds(30);

    private final BundleContext bundles;
    private final FeaturesService features;

    FeatureCheck(BundleContext bundles, FeaturesService features) {
        this.bundles = bundles;
        this.features = features;
    }

    /**
     * @param wanted {@code name} or {@code name/version}
     * @param repository of a features file
     * @throws Refused with a sentence for the operator
     */
    Change check(String wanted, URI repository, boolean force) throws Refused {
        var parts = wanted.split("/", 2);
        var before = installed(parts[0]);
        boolean known = isKnown(repository);
        try {
            // Known ones may have been read when there was something else in the file.
            features.addRepository(repository);
        } catch (Exception e) {
            throw new Refused("the features file " + repository + " can't be read: " + Causes.text(e), e);
        }
        try {
            var after = in(repository, parts[0], parts.length > 1 ? parts[1] : "");
            if (!force && version(after).compareTo(version(before)) <= 0) {
                throw new Refused("feature " + after.getId() + " is not newer than " + before.getVersion()
                        + ", which is installed: --force installs it all the same");
            }
            resolve(after);
            var change = new FeatureChange(bundles, features, before, after, repository, known);
            if (change.concerned().contains(bundles.getBundle().getSymbolicName())) {
                throw new Refused(
                        "this command is in what would be exchanged: use feature:install -u " + after.getId());
            }
            return change;
        } catch (Refused e) {
            forget(repository, known, e);
            throw e;
        }
    }

    /** For a check that nothing follows. */
    void forget(URI repository, boolean known, Exception why) {
        if (!known) {
            try {
                features.removeRepository(repository);
            } catch (Exception e) {
                why.addSuppressed(e);
            }
        }
    }

    private Feature installed(String name) throws Refused {
        try {
            return Stream.of(features.listInstalledFeatures())
                    .filter(each -> each.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Refused("no feature " + name + " is installed: use feature:install"));
        } catch (Refused e) {
            throw e;
        } catch (Exception e) {
            throw new Refused("features can't be listed: " + Causes.text(e), e);
        }
    }

    private boolean isKnown(URI repository) throws Refused {
        try {
            return Arrays.stream(features.listRepositories())
                    .map(Repository::getURI)
                    .anyMatch(repository::equals);
        } catch (Exception e) {
            throw new Refused("features files can't be listed: " + Causes.text(e), e);
        }
    }

    private Feature in(URI repository, String name, String version) throws Refused {
        try {
            return Stream.of(features.repositoryProvidedFeatures(repository))
                    .filter(each -> each.getName().equals(name))
                    .filter(each -> version.isEmpty() || each.getVersion().equals(version))
                    .max((one, other) -> version(one).compareTo(version(other)))
                    .orElseThrow(() -> new Refused(
                            "no feature " + name + (version.isEmpty() ? "" : "/" + version) + " in " + repository));
        } catch (Refused e) {
            throw e;
        } catch (Exception e) {
            throw new Refused("the features file " + repository + " can't be read: " + Causes.text(e), e);
        }
    }

    private void resolve(Feature feature) throws Refused {
        try {
            Downloads.check(feature);
            Steps.within(
                    RESOLVE,
                    "to resolve it",
                    () -> features.installFeatures(
                            Set.of(feature.getId()), EnumSet.of(Option.Upgrade, Option.Simulate)));
        } catch (Exception e) {
            throw new Refused("feature " + feature.getId() + " can't be resolved: " + Causes.text(e), e);
        }
    }

    /** Karaf's versions may have a dash where OSGi has a dot. */
    private static Version version(Feature feature) {
        try {
            return Version.parseVersion(feature.getVersion().replaceFirst("-", "."));
        } catch (IllegalArgumentException e) {
            return Version.emptyVersion;
        }
    }
}
