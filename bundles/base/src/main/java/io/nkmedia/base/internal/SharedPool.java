package io.nkmedia.base.internal;

import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one pool that all mailboxes and timers share. Nothing on it may block. */
@Component(service = {Mailboxes.class, Time.class})
public final class SharedPool implements Mailboxes, Time {
    private static final Logger LOG = LoggerFactory.getLogger(SharedPool.class);

    /** Two more than processors: a short stall, such as a log write, does not leave a processor idle. */
    private static final int SPARE_THREADS = 2;

    private final ExecutorService workers = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors() + SPARE_THREADS, threads("nkmedia-"));
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, threads("nkmedia-timer-"));

    @Activate
    public SharedPool() {
        timers.setRemoveOnCancelPolicy(true);
    }

    @Deactivate
    void stop() {
        timers.shutdownNow();
        workers.shutdown();
    }

    @Override
    public Executor pool() {
        return workers;
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
        var future = timers.schedule(() -> hand(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private void hand(Runnable task) {
        try {
            workers.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("A timer came due while the pool was closing");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A timer's task failed", e);
        }
    }

    /** Threads whose context class loader is this bundle's, not that of whoever came first. */
    private static ThreadFactory threads(String prefix) {
        var count = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(SharedPool.class.getClassLoader());
            return thread;
        };
    }
}
