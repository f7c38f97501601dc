package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What sockets cost that are logged in and do nothing. */
final class Idle {
    /** So that what is made once, such as a pool or a class, is there before. */
    private static final int WARM_UP = 200;

    private static final Duration LISTENER_LIMIT = Duration.ofSeconds(30);

    private Idle() {}

    static void measure(Site site) throws IOException {
        of(site, "ws", Aim.atMost(12, "KB"));
        of(site, "wss", Aim.atMost(40, "KB"));
        of(site, "tcp", Aim.none("KB"));
    }

    /** Each on a server of its own: what the sockets before have left in it counts for none. */
    private static void of(Site site, String scheme, Aim aim) throws IOException {
        var loop = site.loop();
        var listener = Document.address(scheme);
        try (var server =
                site.unpack(Document.with(listener, site.settings().work().resolve("keys")))) {
            // As shipped it has 512 MB, which the aim for wss alone would fill.
            server.heap("2G");
            server.start(loop);
            Until.there("the listener " + listener, LISTENER_LIMIT, () -> attempt(loop, listener))
                    .close();
            // Logged out: sessions that wait for their clients would be counted, and be gone at the end.
            Crowd.gather(loop, listener, "user", WARM_UP)
                    .forEach(each -> each.api().call("core", "user", "logout", "{}"));
            int sockets = site.settings().sockets();
            var before = Memory.of(server.pid());
            var crowd = Crowd.gather(loop, listener, "user", sockets);
            var after = Memory.of(server.pid());
            allThere(crowd);
            double heap = Memory.kilobytes(after.heap() - before.heap(), sockets);
            double outside = Memory.kilobytes(after.resident() - before.resident(), sockets);
            site.report()
                    .result(
                            sockets + " idle sockets, " + scheme + ", heap of each",
                            heap,
                            aim,
                            "outside of the heap %.1f KB each, what the process grows by once included; heap: %s"
                                    .formatted(outside, after.grown(before, sockets)));
            CompletableFuture.runAsync(() -> crowd.forEach(each -> each.api().reset()), loop)
                    .join();
        }
    }

    private static Optional<Api> attempt(EventLoop loop, URI listener) {
        try {
            return Optional.of(
                    Api.open(loop, listener, new InetSocketAddress(0)).join());
        } catch (CompletionException notYet) {
            return Optional.empty();
        }
    }

    /** One that was closed meanwhile would make the others look cheap. */
    private static void allThere(List<Crowd.Member> crowd) {
        long gone = crowd.stream().filter(each -> each.api().broken().isDone()).count();
        if (gone > 0) {
            throw new IllegalStateException(gone + " sockets were closed");
        }
    }
}
