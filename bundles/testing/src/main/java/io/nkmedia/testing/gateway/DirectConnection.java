package io.nkmedia.testing.gateway;

import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.gateway.FrameProtocol;
import java.net.InetSocketAddress;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One WebSocket. All that happens to it happens on the gateway's one thread. */
final class DirectConnection implements WebSocket.Listener {
    private final ConnectSpec spec;
    private final Executor thread;
    private final Runnable gone;
    private final StringBuilder partial = new StringBuilder();
    private final Queue<String> gap = new ArrayDeque<>();
    private CompletableFuture<?> sent = new CompletableFuture<>();
    private @Nullable WebSocket socket;
    private @Nullable Attachment attachment;
    private Optional<String> saved = Optional.empty();
    private boolean over;

    DirectConnection(ConnectSpec spec, Executor thread, Runnable gone) {
        this.spec = spec;
        this.thread = thread;
        this.gone = gone;
    }

    String protocol() {
        return spec.protocol();
    }

    void opened(WebSocket open, FrameProtocol protocol) {
        socket = open;
        sent.complete(null);
        attach(protocol);
    }

    void attach(FrameProtocol protocol) {
        attachment = protocol.attach(new View(), saved);
        saved = Optional.empty();
        for (var frame = gap.poll(); frame != null; frame = gap.poll()) {
            attachment.text(frame);
        }
    }

    /** The holder goes; what comes from now on waits for the next one. */
    CompletionStage<Void> detach() {
        var holder = attachment;
        if (holder == null) {
            return CompletableFuture.allOf();
        }
        // Nothing is delivered any more from here on, as in the real gateway: it could come after the state was taken.
        attachment = null;
        return holder.save().thenAcceptAsync(state -> saved = Optional.of(state), thread);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String frame = partial.toString();
            partial.setLength(0);
            thread.execute(() -> deliver(frame));
        }
        from.request(1);
        return null;
    }

    private void deliver(String frame) {
        var holder = attachment;
        if (holder == null) {
            gap.add(frame);
        } else {
            holder.text(frame);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        thread.execute(() -> closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        thread.execute(() -> closed(1006, String.valueOf(failure.getMessage())));
    }

    void closed(int code, String reason) {
        if (!over) {
            over = true;
            gone.run();
            var holder = attachment;
            attachment = null;
            if (holder != null) {
                holder.closed(code, reason);
            }
        }
    }

    void close(int code, String reason) {
        var open = socket;
        if (open != null && !over) {
            sent = sent.thenCompose(x -> open.sendClose(code, reason)).handle((x, failure) -> {
                open.abort();
                return null;
            });
            closed(code, reason);
        }
    }

    /** What one holder has in its hands. */
    private final class View implements Connection {
        private final AtomicBoolean valid = new AtomicBoolean(true);
        private final long start = System.nanoTime();

        @Override
        public String id() {
            return "direct-" + spec.id();
        }

        @Override
        public ConnectionInfo info() {
            return new ConnectionInfo("ws", "127.0.0.1", 0, true, "/", Optional.empty(), Optional.empty(), true);
        }

        @Override
        public Map<String, String> attributes() {
            return spec.attributes();
        }

        @Override
        public void send(String frame) {
            thread.execute(() -> {
                var open = socket;
                if (open != null && valid.get() && !over) {
                    sent = sent.handle((x, failure) -> x).thenCompose(x -> open.sendText(frame, true));
                }
            });
        }

        @Override
        public void send(ByteBuffer frame) {
            throw new UnsupportedOperationException("text only");
        }

        @Override
        public void send(ByteBuffer frame, InetSocketAddress to) {
            throw new UnsupportedOperationException("text only");
        }

        @Override
        public void close(int code, String reason) {
            thread.execute(() -> DirectConnection.this.close(code, reason));
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public long lastReceivedNanos() {
            return start;
        }
    }
}
