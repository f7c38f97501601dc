package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client of the management API. Belongs to the event loop, but for {@link #open} and {@link #call}. */
final class Api {
    private static final int LIMIT_SECONDS = 20;
    private static final String EVENT = "{\"class\":\"core\",\"cmd\":\"event\"";

    private final Socket socket;
    private final Map<Long, Consumer<String>> pending = new HashMap<>();
    private Consumer<String> events = event -> {};
    private long lastTid;

    private Api(Socket socket) {
        this.socket = socket;
        socket.receive(this::received);
    }

    static CompletableFuture<Api> open(EventLoop loop, int port) {
        return Socket.open(loop, shared(port), null).thenApply(Api::new);
    }

    /** Over a listener of the service's own, from an address of this machine. */
    static CompletableFuture<Api> open(EventLoop loop, URI uri, InetSocketAddress source) {
        return Socket.open(loop, uri, null, source).thenApply(Api::new);
    }

    static URI shared(int port) {
        return URI.create("ws://127.0.0.1:" + port + "/nkmedia/" + Server.SERVICE);
    }

    static Api login(EventLoop loop, int port) {
        var api = open(loop, port).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        var reply = api.call("core", "user", "login", "{\"user\":\"bench\",\"password\":\"" + Server.PASSWORD + "\"}");
        if (!ok(reply)) {
            throw new IllegalStateException("no login: " + reply);
        }
        return api;
    }

    /** @param data JSON, such as {@code {}} */
    void request(String commandClass, String subclass, String cmd, String data, Consumer<String> reply) {
        long tid = ++lastTid;
        pending.put(tid, reply);
        socket.send("{\"class\":\"" + commandClass + "\",\"subclass\":\"" + subclass + "\",\"cmd\":\"" + cmd
                + "\",\"data\":" + data + ",\"tid\":" + tid + "}");
    }

    /** Waits for the reply; not on the event loop. */
    String call(String commandClass, String subclass, String cmd, String data) {
        var reply = new CompletableFuture<String>();
        socket.loop().execute(() -> request(commandClass, subclass, cmd, data, reply::complete));
        return reply.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    static boolean ok(String reply) {
        return reply.startsWith("{\"result\":\"ok\"");
    }

    static void check(String reply) {
        if (!ok(reply)) {
            throw new IllegalStateException("refused: " + reply);
        }
    }

    CompletableFuture<Void> broken() {
        return socket.broken();
    }

    /** Who gets the events, on the event loop. */
    void events(Consumer<String> by) {
        events = by;
    }

    /** On the event loop. */
    void reset() {
        socket.reset();
    }

    void close() {
        socket.close();
    }

    private void received(String frame) {
        if (frame.startsWith("{\"result\":")) {
            var waiting = pending.remove(Text.number(frame, "\"tid\":"));
            if (waiting == null) {
                throw new IllegalStateException("a reply to nothing: " + frame);
            }
            waiting.accept(frame);
        } else if (frame.startsWith(EVENT)) {
            events.accept(frame);
        } else if (frame.contains("\"cmd\":\"ping\"")) {
            socket.send("{\"result\":\"ok\",\"tid\":" + Text.number(frame, "\"tid\":") + "}");
        }
    }
}
