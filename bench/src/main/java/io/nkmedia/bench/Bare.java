package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The bare endpoints in the measured server, see {@link io.nkmedia.bench.echo}. */
final class Bare {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Bare() {}

    /** They take sockets when it returns. */
    static void install(Site site, Server server) throws IOException {
        server.deploy(site.settings().endpoint());
        Until.there("the bare endpoint", LIMIT, () -> attempt(site.loop(), server))
                .close();
    }

    private static Optional<Socket> attempt(EventLoop loop, Server server) {
        try {
            return Optional.of(open(loop, server, "echo"));
        } catch (CompletionException notYet) {
            return Optional.empty();
        }
    }

    /** @param name {@code echo} or {@code broadcast} */
    static Socket open(EventLoop loop, Server server, String name) {
        return Socket.open(loop, URI.create("ws://127.0.0.1:" + server.port() + "/bench/" + name), null)
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
