package io.nkmedia.base.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that run short tasks. The first task that a task hands on is run by the same thread when that task is done;
 * further ones go to whoever is free. Most of what happens is a chain of short steps, each for another mailbox, and to
 * wake a thread for a step costs more than the step.
 */
final class Workers implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** After so many steps the rest of a chain queues behind what has come in meanwhile. */
    private static final int CHAIN = 32;

    private final ExecutorService threads;

    Workers(int count, String name) {
        var started = new AtomicInteger();
        threads = Executors.newFixedThreadPool(count, loop -> new Worker(loop, name + started.incrementAndGet()));
    }

    /**
     * Any thread.
     *
     * @throws RejectedExecutionException after {@link #stop}
     */
    @Override
    public void execute(Runnable task) {
        if (!(Thread.currentThread() instanceof Worker worker) || !worker.takes(this, task)) {
            threads.execute(new Chain(task));
        }
    }

    /** Takes nothing more; what was taken still runs. */
    void stop() {
        threads.shutdown();
    }

    /** A task, and what it hands on. */
    private final class Chain implements Runnable {
        private final Runnable first;

        Chain(Runnable first) {
            this.first = first;
        }

        @Override
        public void run() {
            var worker = (Worker) Thread.currentThread();
            worker.begin(Workers.this);
            var task = first;
            for (int left = CHAIN; task != null; left--) {
                if (left == 0) {
                    worker.end();
                }
                guarded(task);
                task = worker.next();
            }
            worker.end();
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task failed", e);
        }
    }

    /** A thread that can keep one task for itself. */
    private static final class Worker extends Thread {
        private @Nullable Workers serving;
        private @Nullable Runnable next;

        Worker(Runnable loop, String name) {
            super(loop, name);
            setDaemon(true);
            // This bundle's, not that of whoever came first.
            setContextClassLoader(Workers.class.getClassLoader());
        }

        void begin(Workers workers) {
            serving = workers;
        }

        void end() {
            serving = null;
        }

        /** Only on this thread. */
        boolean takes(Workers workers, Runnable task) {
            if (serving != workers || next != null) {
                return false;
            }
            next = task;
            return true;
        }

        @Nullable
        Runnable next() {
            var task = next;
            next = null;
            return task;
        }
    }
}
