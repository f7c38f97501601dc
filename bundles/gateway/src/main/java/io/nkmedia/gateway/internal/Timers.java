package io.nkmedia.gateway.internal;

import io.nkmedia.base.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's own clock and timer thread: it depends on no other bundle of ours. */
public final class Timers implements Time, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        var made = new Thread(task, "nkmedia-gateway-timer");
        made.setDaemon(true);
        made.setContextClassLoader(Timers.class.getClassLoader());
        return made;
    });

    public Timers() {
        thread.setRemoveOnCancelPolicy(true);
    }

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
        try {
            var future = thread.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("No timer while the gateway closes");
            return () -> {};
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A timer's task failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
