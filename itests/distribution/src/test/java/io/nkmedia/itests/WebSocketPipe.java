package io.nkmedia.itests;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A WebSocket, by the client of the JDK. */
final class WebSocketPipe implements Pipe {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final WebSocket socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    WebSocketPipe(HttpClient http, URI uri, Heard heard) {
        socket = http.newWebSocketBuilder()
                .connectTimeout(LIMIT)
                .buildAsync(uri, new Messages(heard))
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public synchronized void send(String frame) {
        sending = sending.thenCompose(done -> socket.sendText(frame, true));
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(failed -> socket);
    }

    @Override
    public void abort() {
        socket.abort();
    }

    private static final class Messages implements WebSocket.Listener {
        private final Heard heard;
        private final StringBuilder message = new StringBuilder();

        Messages(Heard heard) {
            this.heard = heard;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                var text = message.toString();
                message.setLength(0);
                heard.text(text);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            heard.closed(code, reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            heard.closed(1006, "");
        }
    }
}
