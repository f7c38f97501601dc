package io.nkmedia.gateway.internal.component;

import io.nkmedia.gateway.Listeners;
import io.nkmedia.gateway.internal.Asker;
import java.util.OptionalLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Gives each bundle {@link Listeners} of its own, so that the gateway knows who asks. Registered by hand: a component would
 * have to import a package of whoever runs components to hear it, and that one's upgrade would then refresh this bundle.
 */
@Component(service = {})
public final class BundleListeners implements ServiceFactory<Listeners> {
    private final Gateway gateway;
    private final ServiceRegistration<Listeners> registration;

    @Activate
    public BundleListeners(@Reference Gateway gateway, BundleContext bundles) {
        this.gateway = gateway;
        registration = bundles.registerService(Listeners.class, this, null);
    }

    @Override
    public Listeners getService(Bundle bundle, ServiceRegistration<Listeners> of) {
        return new Asker(gateway.listening(), gateway.dials(), OptionalLong.of(bundle.getBundleId()));
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Listeners> of, Listeners service) {
        // It keeps nothing: what was asked for stays.
    }

    @Deactivate
    void stop() {
        registration.unregister();
    }
}
