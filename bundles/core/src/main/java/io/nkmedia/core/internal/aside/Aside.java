package io.nkmedia.core.internal.aside;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads that may block, gone when idle, with a bounded queue: beyond that a task is refused with
 * {@link java.util.concurrent.RejectedExecutionException}.
 */
public final class Aside implements Executor, AutoCloseable {
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    /**
     * @param name of each thread
     * @param waiting how many tasks may wait
     */
    public Aside(String name, int count, int waiting) {
        threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    var thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Takes nothing more; what waits is still done. */
    public void finish() {
        threads.shutdown();
    }

    /** What waits is dropped, what runs is interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
