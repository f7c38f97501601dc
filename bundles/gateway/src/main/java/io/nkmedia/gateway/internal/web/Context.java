package io.nkmedia.gateway.internal.web;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.http.context.ServletContextHelper;

/**
 * The servlet context of the endpoint and of nothing else: another WebSocket endpoint in the same context would close
 * all sockets.
 */
@Component(
        service = ServletContextHelper.class,
        scope = ServiceScope.BUNDLE,
        property = {"osgi.http.whiteboard.context.name=" + Context.NAME, "osgi.http.whiteboard.context.path=/nkmedia"})
public final class Context extends ServletContextHelper {
    static final String NAME = "nkmedia-gateway";
}
