package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A closed loop: so many at once on each socket, the next one begins when one is done. All on the event loop. */
final class Load {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final List<? extends Work> sockets;
    private final long[] nanos;
    private final CompletableFuture<Sample> finished = new CompletableFuture<>();
    private int begun;
    private int answered;
    private int done;
    private long start;

    private Load(List<? extends Work> sockets, int total) {
        this.sockets = sockets;
        this.nanos = new long[total];
    }

    /** Runs {@code total} pieces and waits for them; fails if one fails or after 3 min. */
    static Sample run(EventLoop loop, List<? extends Work> sockets, int atOnce, int total) {
        var load = new Load(sockets, total);
        loop.execute(() -> load.begin(atOnce));
        var ends = Stream.concat(Stream.of(load.finished), sockets.stream().map(Work::broken))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.anyOf(ends)
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        return load.finished.join();
    }

    private void begin(int atOnce) {
        start = System.nanoTime();
        for (int i = 0; i < atOnce; i++) {
            sockets.forEach(this::next);
        }
    }

    private void next(Work work) {
        if (begun == nanos.length) {
            return;
        }
        begun++;
        long begin = System.nanoTime();
        work.begin(() -> nanos[answered++] = System.nanoTime() - begin, () -> {
            if (++done == nanos.length) {
                finished.complete(new Sample(nanos, System.nanoTime() - start));
            } else {
                next(work);
            }
        });
    }
}
