package io.nkmedia.gateway.internal.component;

import io.nkmedia.base.Scope;
import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.gateway.internal.Dials;
import io.nkmedia.gateway.internal.Links;
import io.nkmedia.gateway.internal.Listening;
import io.nkmedia.gateway.internal.Timers;
import io.nkmedia.gateway.internal.net.Sockets;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.servlet.Servlet;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bundle as a component: puts the parts together and takes them down. */
@Component(service = Gateway.class, immediate = true)
public final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** How long the peers may take to see the close before the sockets are dropped. */
    private static final long FAREWELL_SECONDS = 1;

    private final Scope scope = new Scope("gateway");
    private final Links links;
    private final Listening listening;
    private final Dials dials;

    @Activate
    public Gateway() {
        var time = scope.add(new Timers());
        links = new Links(time);
        var sockets = scope.add(new Sockets(links, time));
        listening = new Listening(links, sockets, time, scope.child("listeners"));
        dials = new Dials(links, sockets);
    }

    @Reference(name = "protocol", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void bind(FrameProtocol protocol, Map<String, Object> properties) {
        links.bind(id(properties), protocol, bundle(properties));
    }

    public void unbind(FrameProtocol protocol, Map<String, Object> properties) {
        links.unbind(id(properties), protocol);
    }

    @Reference(
            name = "pages",
            service = Servlet.class,
            target = "(" + BundlePages.PATH + "=*)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    public void bindPages(ServiceReference<Servlet> owner) {
        try {
            BundlePages.read(owner, links.pages());
        } catch (IOException e) {
            LOG.error("The pages of {} can't be served: {}", owner.getBundle().getSymbolicName(), e.getMessage());
        }
    }

    public void unbindPages(ServiceReference<Servlet> owner) {
        links.pages().remove(owner);
    }

    private static String id(Map<String, Object> properties) {
        return String.valueOf(properties.get(FrameProtocol.PROTOCOL));
    }

    /** The framework says it of each service. */
    private static long bundle(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_BUNDLEID) instanceof Long id ? id : 0;
    }

    public Links links() {
        return links;
    }

    public Listening listening() {
        return listening;
    }

    public Dials dials() {
        return dials;
    }

    @Deactivate
    public void stop() {
        var shut = listening.shut();
        dials.shut();
        links.closeAll(1001, "going away");
        try {
            shut.toCompletableFuture().get(FAREWELL_SECONDS, TimeUnit.SECONDS);
            links.empty().get(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Some sockets are dropped: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        scope.close();
    }
}
