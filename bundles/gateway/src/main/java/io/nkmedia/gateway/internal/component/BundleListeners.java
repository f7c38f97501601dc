package io.nkmedia.gateway.internal.component;

import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The gateway as one bundle sees it: what that bundle connects, its own protocols get. */
@Component(service = Listeners.class, scope = ServiceScope.BUNDLE)
public final class BundleListeners implements Listeners {
    private final Gateway gateway;
    private final OptionalLong bundle;

    @Activate
    public BundleListeners(@Reference Gateway gateway, ComponentContext context) {
        this(gateway, OptionalLong.of(context.getUsingBundle().getBundleId()));
    }

    /** @param bundle the id of whoever uses it */
    public BundleListeners(Gateway gateway, OptionalLong bundle) {
        this.gateway = gateway;
        this.bundle = bundle;
    }

    @Override
    public CompletionStage<List<ListenerState>> apply(String owner, List<ListenerSpec> specs) {
        return gateway.listening().apply(owner, specs);
    }

    @Override
    public List<ListenerState> list() {
        return gateway.listening().list();
    }

    @Override
    public CompletionStage<Void> connect(String owner, ConnectSpec spec) {
        return gateway.dials().connect(owner, spec, bundle);
    }

    @Override
    public void disconnect(String owner, String id) {
        gateway.dials().disconnect(owner, id, bundle);
    }
}
