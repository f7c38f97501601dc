package io.nkmedia.itests.bad;

import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Doesn't come back from its start, whoever interrupts it. */
public final class NeverReturns implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        while (context.getBundle(0) != null) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // It never started.
    }
}
