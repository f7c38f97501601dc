package io.nkmedia.bench.echo;

import org.eclipse.jetty.websocket.api.BatchMode;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketAdapter;
import org.eclipse.jetty.websocket.api.WriteCallback;

/** Sends each text back; sends are asynchronous and unbatched, as the gateway's are. */
final class EchoSocket extends WebSocketAdapter {
    @Override
    public void onWebSocketConnect(Session session) {
        super.onWebSocketConnect(session);
        session.getRemote().setBatchMode(BatchMode.OFF);
    }

    @Override
    public void onWebSocketText(String message) {
        getRemote().sendString(message, new WriteCallback() {
            @Override
            public void writeFailed(Throwable cause) {
                getSession().close(1011, "could not write");
            }

            @Override
            public void writeSuccess() {}
        });
    }
}
