package io.nkmedia.upgrade.internal;

import java.util.Comparator;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The order in which the framework starts bundles. */
final class StartOrder {
    static final Comparator<Bundle> FIRST_TO_LAST =
            Comparator.comparingInt(StartOrder::level).thenComparing(Bundle::getBundleId);

    private StartOrder() {}

    private static int level(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).getStartLevel();
    }
}
