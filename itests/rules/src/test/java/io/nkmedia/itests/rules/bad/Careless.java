package io.nkmedia.itests.rules.bad;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Does all that is forbidden; nobody runs it. The rules are tried on it. */
public final class Careless {
    private final ReentrantLock lock = new ReentrantLock();

    void waits(CompletableFuture<Instant> time, Function<CompletableFuture<Instant>, Instant> how) {
        lock.lock();
        how.apply(time);
        waits(time, CompletableFuture::join);
        new Thread(lock::unlock).start();
        System.err.println(Instant.now());
    }
}
