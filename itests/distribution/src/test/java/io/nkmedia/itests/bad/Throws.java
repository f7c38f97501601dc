package io.nkmedia.itests.bad;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Can't be started. */
public final class Throws implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("this build is broken");
    }

    @Override
    public void stop(BundleContext context) {
        // It never started.
    }
}
