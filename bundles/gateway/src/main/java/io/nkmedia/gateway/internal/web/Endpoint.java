package io.nkmedia.gateway.internal.web;

import io.nkmedia.gateway.internal.Arrival;
import io.nkmedia.gateway.internal.Door;
import io.nkmedia.gateway.internal.component.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.websocket.servlet.WebSocketServlet;
import org.eclipse.jetty.websocket.servlet.WebSocketServletFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The one WebSocket endpoint on the shared HTTP port; which service is meant stands in the path. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.name=nkmedia-gateway",
            "osgi.http.whiteboard.servlet.pattern=/*",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=" + Context.NAME + ")"
        })
public final class Endpoint extends WebSocketServlet {
    private static final int UPGRADE_REQUIRED = 426;
    private static final int WEBSOCKET_VERSION = 13;
    private static final String DOOR = Endpoint.class.getName() + ".door";

    private final transient Gateway gateway;

    @Activate
    public Endpoint(@Reference Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void configure(WebSocketServletFactory factory) {
        factory.getPolicy().setIdleTimeout(0);
        factory.setCreator((request, response) -> {
            var http = request.getHttpServletRequest();
            var door = (Door) http.getAttribute(DOOR);
            door.subprotocol(request.getSubProtocols()).ifPresent(response::setAcceptedSubProtocol);
            // No compression: what a small frame may grow to would be one more bound to watch.
            response.setExtensions(List.of());
            return new JettySocket(gateway.links(), door, JettySocket.info(http));
        });
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        var door = gateway.listening().shared(path(request));
        int status = door.map(d -> d.answer(arrival(request)))
                .orElse(gateway.listening().known() ? HttpServletResponse.SC_NOT_FOUND : 503);
        if (status == HttpServletResponse.SC_SWITCHING_PROTOCOLS && door.isPresent()) {
            request.setAttribute(DOOR, door.get());
            super.service(request, response);
            return;
        }
        response.setStatus(status);
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setIntHeader("Retry-After", 1);
        } else if (status == UPGRADE_REQUIRED) {
            response.setHeader("Upgrade", "websocket");
            response.setIntHeader("Sec-WebSocket-Version", WEBSOCKET_VERSION);
        }
    }

    private static String path(HttpServletRequest request) {
        var path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static Arrival arrival(HttpServletRequest request) {
        boolean upgrade =
                request.getMethod().equals("GET") && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        return new Arrival(
                loopback(request),
                upgrade,
                Optional.ofNullable(request.getHeader("Origin")),
                Optional.ofNullable(request.getHeader("Host")));
    }

    static boolean loopback(HttpServletRequest request) {
        try {
            // A literal: nothing is looked up.
            return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
