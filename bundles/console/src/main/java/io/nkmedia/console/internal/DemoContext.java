package io.nkmedia.console.internal;

import java.net.URL;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.http.context.ServletContextHelper;

/** The web context at {@code /demo}: apart from all others, so that nothing here touches the gateway's sockets. */
@Component(
        service = ServletContextHelper.class,
        scope = ServiceScope.BUNDLE,
        property = {"osgi.http.whiteboard.context.name=" + DemoContext.NAME, "osgi.http.whiteboard.context.path=/demo"})
public final class DemoContext extends ServletContextHelper {
    static final String NAME = "io.nkmedia.demo";

    /** Nothing of this bundle is reachable but through {@link DemoServlet}. */
    @Override
    public @Nullable URL getResource(String name) {
        return null;
    }
}
