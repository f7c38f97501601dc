package io.nkmedia.bench.echo;

import java.util.List;
import javax.servlet.Servlet;
import org.eclipse.jetty.websocket.servlet.WebSocketServlet;
import org.eclipse.jetty.websocket.servlet.WebSocketServletFactory;
import org.osgi.service.component.annotations.Component;

/** Takes WebSockets at {@code /bench/echo}. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.name=nkmedia-bench-echo",
            "osgi.http.whiteboard.servlet.pattern=/echo",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=" + EchoContext.NAME + ")"
        })
public final class EchoEndpoint extends WebSocketServlet {
    @Override
    public void configure(WebSocketServletFactory factory) {
        factory.getPolicy().setIdleTimeout(0);
        factory.setCreator((request, response) -> {
            response.setExtensions(List.of());
            return new EchoSocket();
        });
    }
}
