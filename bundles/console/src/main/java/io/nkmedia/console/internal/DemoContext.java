package io.nkmedia.console.internal;

import java.net.URL;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.http.context.ServletContextHelper;

/**
 * The web context at {@code /demo}: apart from all others, so that nothing here touches the gateway's sockets.
 *
 * <p>Immediate and one for all bundles: Pax Web gives the helper back only after this bundle has stopped, and an
 * instance of bundle scope, or one made on demand, then fails in DS with an error in the log at each update.
 */
@Component(
        service = ServletContextHelper.class,
        immediate = true,
        property = {
            "osgi.http.whiteboard.context.name=" + DemoContext.NAME,
            "osgi.http.whiteboard.context.path=" + DemoContext.PATH
        })
public final class DemoContext extends ServletContextHelper {
    static final String PATH = "/demo";
    static final String NAME = "io.nkmedia.demo";

    /** Nothing of this bundle is reachable but through {@link DemoServlet}. */
    @Override
    public @Nullable URL getResource(String name) {
        return null;
    }
}
