package io.nkmedia.gateway.internal.web;

import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.gateway.internal.Door;
import io.nkmedia.gateway.internal.Frame;
import io.nkmedia.gateway.internal.Link;
import io.nkmedia.gateway.internal.Links;
import io.nkmedia.gateway.internal.Rate;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import javax.servlet.http.HttpServletRequest;
import org.eclipse.jetty.websocket.api.BatchMode;
import org.eclipse.jetty.websocket.api.CloseException;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketListener;
import org.eclipse.jetty.websocket.api.WebSocketPingPongListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Jetty tells of one WebSocket. */
public final class JettySocket implements WebSocketListener, WebSocketPingPongListener {
    /** Jetty answers pings by itself and without a bound: a peer that sends them and reads nothing fills the memory. */
    private static final int MAX_PINGS_PER_SECOND = 100;

    private static final Logger LOG = LoggerFactory.getLogger(JettySocket.class);

    private final Links links;
    private final Door door;
    private final ConnectionInfo info;
    private final Rate pings = new Rate(MAX_PINGS_PER_SECOND);
    private volatile @Nullable Link link;

    JettySocket(Links links, Door door, ConnectionInfo info) {
        this.links = links;
        this.door = door;
        this.info = info;
    }

    static ConnectionInfo info(HttpServletRequest request) {
        return new ConnectionInfo(
                request.isSecure() ? "wss" : "ws",
                request.getRemoteAddr().replace("[", "").replace("]", ""),
                request.getRemotePort(),
                Endpoint.loopback(request),
                request.getRequestURI(),
                Optional.ofNullable(request.getHeader("User-Agent")),
                Optional.ofNullable(request.getHeader("Origin")),
                false);
    }

    @Override
    public void onWebSocketConnect(Session session) {
        int max = door.limits().maxMessageBytes();
        session.getPolicy().setMaxTextMessageSize(max);
        session.getPolicy().setMaxBinaryMessageSize(max);
        session.setIdleTimeout(0);
        session.getRemote().setBatchMode(BatchMode.OFF);
        var transport = new JettyTransport(session);
        var opened = links.open(info, door, transport);
        link = opened;
        links.start(opened);
    }

    @Override
    public void onWebSocketText(String message) {
        with(l -> l.frame(Frame.text(message)));
    }

    @Override
    public void onWebSocketBinary(byte[] payload, int offset, int length) {
        with(l -> l.frame(new Frame.Bytes(ByteBuffer.wrap(payload, offset, length))));
    }

    @Override
    public void onWebSocketPing(ByteBuffer payload) {
        with(l -> {
            l.touch();
            if (pings.tooMany(System.nanoTime())) {
                l.close(1008, "too many pings");
            }
        });
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        with(Link::touch);
    }

    @Override
    public void onWebSocketClose(int code, @Nullable String reason) {
        with(l -> l.ended(code, reason == null ? "" : reason));
    }

    /** Jetty closes by itself after this; the link sees to it that the peer can't delay that. */
    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("WebSocket from {}: {}", info.remote(), cause.toString());
        with(l -> {
            if (cause instanceof CloseException wrong) {
                int code = wrong.getStatusCode();
                l.close(code, code == 1009 ? "message too big" : code == 1007 ? "not UTF-8" : "protocol error");
            } else {
                l.ended(1006, "");
            }
        });
    }

    private void with(Consumer<Link> action) {
        var there = link;
        if (there != null) {
            action.accept(there);
        }
    }
}
