package io.nkmedia.base.internal;

import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors() + SPARE_THREADS, "nkmedia-");
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, SharedPool::timerThread);

    @Activate
    public SharedPool() {
        timers.setRemoveOnCancelPolicy(true);
    }

    @Deactivate
    void stop() {
        timers.shutdownNow();
        workers.stop();
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
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("A timer came due while the pool was closing");
        }
    }

    private static Thread timerThread(Runnable loop) {
        var thread = new Thread(loop, "nkmedia-timer");
        thread.setDaemon(true);
        // This bundle's, not that of whoever came first.
        thread.setContextClassLoader(SharedPool.class.getClassLoader());
        return thread;
    }
}
