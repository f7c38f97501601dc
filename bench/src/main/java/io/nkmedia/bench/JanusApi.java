package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client that talks to the engine itself, with one session. Belongs to the event loop, but for {@link #open}. */
final class JanusApi {
    private static final int LIMIT_SECONDS = 20;
    private static final int KEEPALIVE_SECONDS = 20;

    private final Socket socket;
    private final String secret;
    private final Map<Long, Consumer<String>> pending = new HashMap<>();
    private long lastTransaction;
    private long session;

    private JanusApi(Socket socket, String secret) {
        this.socket = socket;
        this.secret = secret;
        socket.receive(this::received);
    }

    static JanusApi open(EventLoop loop, Server.Engine engine) {
        var socket = Socket.open(loop, URI.create("ws://127.0.0.1:" + engine.port() + "/"), "janus-protocol")
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
        var api = new JanusApi(socket, engine.secret());
        var made = new CompletableFuture<String>();
        loop.execute(() -> api.request("create", "", made::complete));
        var reply = made.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        api.session = Text.number(reply, "\"id\":");
        loop.scheduleAtFixedRate(
                () -> api.send("keepalive", "", 0), KEEPALIVE_SECONDS, KEEPALIVE_SECONDS, TimeUnit.SECONDS);
        return api;
    }

    /** @param more further members, each with a comma before it */
    void request(String kind, String more, Consumer<String> reply) {
        long transaction = ++lastTransaction;
        pending.put(transaction, reply);
        send(kind, more, transaction);
    }

    private void send(String kind, String more, long transaction) {
        socket.send("{\"janus\":\"" + kind + "\"" + (session == 0 ? "" : ",\"session_id\":" + session) + more
                + ",\"apisecret\":\"" + secret + "\",\"transaction\":\"" + transaction + "\"}");
    }

    CompletableFuture<Void> broken() {
        return socket.broken();
    }

    void close() {
        socket.close();
    }

    private void received(String frame) {
        long transaction = Text.number(frame, "\"transaction\":\"");
        // An ack ends nothing but a keepalive, for which nobody waits.
        if (transaction < 0 || frame.startsWith("{\"janus\":\"ack\"")) {
            return;
        }
        if (frame.startsWith("{\"janus\":\"error\"")) {
            throw new IllegalStateException("refused: " + frame);
        }
        var waiting = pending.remove(transaction);
        if (waiting != null) {
            waiting.accept(frame);
        }
    }
}
