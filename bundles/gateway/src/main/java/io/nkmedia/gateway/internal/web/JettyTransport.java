package io.nkmedia.gateway.internal.web;

import io.nkmedia.base.Mailbox;
import io.nkmedia.gateway.Framing;
import io.nkmedia.gateway.internal.Frame;
import io.nkmedia.gateway.internal.Transport;
import io.nkmedia.gateway.internal.WebSockets;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.websocket.api.BatchMode;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.SuspendToken;
import org.eclipse.jetty.websocket.api.WriteCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket of Jetty's. Its asynchronous sends may be many at once: Jetty queues them in order, the link bounds them. */
final class JettyTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(JettyTransport.class);

    private final Session session;
    private final Mailbox sends = Mailbox.onCaller("sends of a WebSocket", Integer.MAX_VALUE);
    private final AtomicReference<@Nullable SuspendToken> suspended = new AtomicReference<>();

    JettyTransport(Session session) {
        this.session = session;
        suspended.set(session.suspend());
    }

    @Override
    public Framing framing(Set<Framing> offered) {
        return WebSockets.framing(offered);
    }

    @Override
    public void send(Frame frame, boolean more, Runnable done) {
        // The mode is the socket's, not the frame's: both in one turn.
        sends.must(() -> {
            session.getRemote().setBatchMode(more ? BatchMode.ON : BatchMode.OFF);
            write(frame, done);
        });
    }

    private void write(Frame frame, Runnable done) {
        var callback = new WriteCallback() {
            @Override
            public void writeSuccess() {
                done.run();
            }

            @Override
            public void writeFailed(Throwable cause) {
                done.run();
            }
        };
        if (frame instanceof Frame.Text text) {
            session.getRemote().sendString(text.text(), callback);
        } else if (frame instanceof Frame.Bytes bytes) {
            session.getRemote().sendBytes(bytes.data(), callback);
        }
    }

    @Override
    public void reading(boolean on, Framing framing) {
        try {
            read(on);
        } catch (IllegalStateException e) {
            // Jetty has seen the end of the stream meanwhile, and is about to say so.
            LOG.debug("A WebSocket is at its end: {}", e.toString());
        }
    }

    private void read(boolean on) {
        if (on) {
            var token = suspended.getAndSet(null);
            if (token != null) {
                token.resume();
            }
        } else if (suspended.get() == null && session.isOpen()) {
            suspended.set(session.suspend());
        }
    }

    @Override
    public void close(int code, String reason, Optional<String> farewell) {
        session.close(WebSockets.sendable(code) ? code : 1000, WebSockets.reason(reason));
    }

    @Override
    public void abort() {
        try {
            session.disconnect();
        } catch (IOException e) {
            LOG.debug("A WebSocket was gone already: {}", e.toString());
        }
    }
}
