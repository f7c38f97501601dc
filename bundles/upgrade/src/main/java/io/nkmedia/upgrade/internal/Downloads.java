package io.nkmedia.upgrade.internal;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Feature;

/** What a feature wants to have from this machine. Karaf looks for a file that isn't there for minutes, and for nothing else. */
final class Downloads {
    private Downloads() {}

    /** @throws Refused that names what isn't there */
    static void check(Feature feature) throws Refused {
        for (var bundle : feature.getBundles()) {
            if (isMissing(bundle)) {
                throw new Refused(bundle.getLocation() + " of feature " + feature.getId() + " is not there");
            }
        }
    }

    private static boolean isMissing(BundleInfo bundle) {
        try {
            return bundle.getLocation().startsWith("file:") && !Files.exists(Path.of(URI.create(bundle.getLocation())));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
