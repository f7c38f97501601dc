package io.nkmedia.bench.echo;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.Servlet;
import org.eclipse.jetty.websocket.servlet.WebSocketServlet;
import org.eclipse.jetty.websocket.servlet.WebSocketServletFactory;
import org.osgi.service.component.annotations.Component;

/** Takes WebSockets at {@code /bench/broadcast}; each text goes to all others there. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.name=nkmedia-bench-broadcast",
            "osgi.http.whiteboard.servlet.pattern=/broadcast",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=" + EchoContext.NAME + ")"
        })
public final class BroadcastEndpoint extends WebSocketServlet {
    private final transient Set<BroadcastSocket> all = ConcurrentHashMap.newKeySet();

    @Override
    public void configure(WebSocketServletFactory factory) {
        factory.getPolicy().setIdleTimeout(0);
        factory.setCreator((request, response) -> {
            response.setExtensions(List.of());
            return new BroadcastSocket(all);
        });
    }
}
