package io.nkmedia.upgrade.internal;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;

/** Whether the features of a file could be installed: Karaf resolves them, touches nothing, and forgets the file again. */
final class DeployedFeatures {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FeaturesService features;

    DeployedFeatures(FeaturesService features) {
        this.features = features;
    }

    /** @throws Exception that says what is missing */
    void check(URI file) throws Exception {
        Steps.within(LIMIT, "to resolve " + file, () -> {
            features.addRepository(file);
            try {
                features.installFeatures(names(file), EnumSet.of(Option.Simulate));
            } finally {
                features.removeRepository(file);
            }
        });
    }

    private Set<String> names(URI file) throws Exception {
        var names = new TreeSet<String>();
        for (var feature : features.repositoryProvidedFeatures(file)) {
            Downloads.check(feature);
            names.add(feature.getId());
        }
        return names;
    }
}
