package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A request and its reply: {@code core/core/ping}, and the same text from the bare endpoint. */
final class Pings {
    private Pings() {}

    record Ours(Api api) implements Work {
        @Override
        public void begin(Runnable answered, Runnable done) {
            api.request("core", "core", "ping", "{}", reply -> {
                Api.check(reply);
                answered.run();
                done.run();
            });
        }

        @Override
        public CompletableFuture<Void> broken() {
            return api.broken();
        }
    }

    /** The endpoint answers in order. */
    static final class Theirs implements Work {
        private final Socket socket;
        private final Queue<Runnable> pending = new ArrayDeque<>();
        private long lastTid;

        private Theirs(Socket socket) {
            this.socket = socket;
            socket.receive(text -> pending.remove().run());
        }

        static CompletableFuture<Theirs> open(EventLoop loop, int port) {
            return Socket.open(loop, URI.create("ws://127.0.0.1:" + port + "/bench/echo"), null)
                    .thenApply(Theirs::new)
                    .orTimeout(5, TimeUnit.SECONDS);
        }

        @Override
        public void begin(Runnable answered, Runnable done) {
            pending.add(() -> {
                answered.run();
                done.run();
            });
            socket.send("{\"class\":\"core\",\"subclass\":\"core\",\"cmd\":\"ping\",\"data\":{},\"tid\":" + ++lastTid
                    + "}");
        }

        @Override
        public CompletableFuture<Void> broken() {
            return socket.broken();
        }

        void close() {
            socket.close();
        }
    }
}
