package io.nkmedia.core.internal.service;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Two threads for what reads and writes files of services; gone when idle. At 1,000 waiting tasks the next is refused. */
final class Disk implements Executor, AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 1000;

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                var thread = new Thread(task, "nkmedia-services");
                thread.setDaemon(true);
                return thread;
            });

    Disk() {
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
