package io.nkmedia.bench.echo;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.http.context.ServletContextHelper;

/** A context of its own: an endpoint more in the gateway's would close all sockets there. */
@Component(
        service = ServletContextHelper.class,
        scope = ServiceScope.BUNDLE,
        property = {"osgi.http.whiteboard.context.name=" + EchoContext.NAME, "osgi.http.whiteboard.context.path=/bench"
        })
public final class EchoContext extends ServletContextHelper {
    static final String NAME = "nkmedia-bench";
}
