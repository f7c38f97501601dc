package io.nkmedia.testing.backend;

import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Pool and timers of a test against real sockets or processes; time passes by itself. */
public final class RealPool implements Time, Mailboxes, AutoCloseable {
    private final ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(4, task -> {
        var worker = new Thread(task, "test-pool");
        worker.setDaemon(true);
        return worker;
    });

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var future = pool.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Executor pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
