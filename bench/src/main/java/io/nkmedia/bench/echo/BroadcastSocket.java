package io.nkmedia.bench.echo;

import java.util.Set;
import org.eclipse.jetty.websocket.api.BatchMode;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketAdapter;
import org.eclipse.jetty.websocket.api.WriteCallback;

/** Sends each text to all others; sends are asynchronous and unbatched, as the gateway's are. */
final class BroadcastSocket extends WebSocketAdapter {
    private final Set<BroadcastSocket> all;

    BroadcastSocket(Set<BroadcastSocket> all) {
        this.all = all;
    }

    @Override
    public void onWebSocketConnect(Session session) {
        super.onWebSocketConnect(session);
        session.getRemote().setBatchMode(BatchMode.OFF);
        all.add(this);
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason) {
        all.remove(this);
        super.onWebSocketClose(statusCode, reason);
    }

    @Override
    public void onWebSocketText(String message) {
        for (var each : all) {
            if (each != this) {
                each.send(message);
            }
        }
    }

    private void send(String message) {
        // One that has just gone has no remote any more.
        var remote = getRemote();
        if (remote != null) {
            remote.sendString(message, new WriteCallback() {
                @Override
                public void writeFailed(Throwable cause) {
                    getSession().close(1011, "could not write");
                }

                @Override
                public void writeSuccess() {}
            });
        }
    }
}
