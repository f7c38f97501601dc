package io.nkmedia.base;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one owner strictly one after the other, in the order they came in, on an executor that many
 * owners share. State that only its mailbox touches needs no lock.
 *
 * <p>What a client can cause without end comes in by {@link #tell} or {@link #ask} and is bounded: at {@code bound}
 * waiting tasks it is refused. What ends or answers something comes in by {@link #must} and is never refused.
 *
 * <p>A task that throws is logged with the mailbox's name; the next one runs.
 */
public final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** After so many tasks the thread is given back, so that a busy owner does not starve the others. */
    private static final int BATCH = 64;

    private final String name;
    private final int bound;
    private final Executor executor;
    private final int batch;
    private final Runnable pause;
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param name what the log calls it, such as {@code "session 4711"}
     * @param bound the number of waiting tasks at which {@link #tell} refuses
     */
    public Mailbox(String name, int bound, Executor executor) {
        this(name, bound, executor, () -> {});
    }

    /**
     * @param pause runs on the mailbox's thread, in its turn, when no task waits any more or many have run: for what is
     *     cheaper done once for several tasks. It must not add tasks of its own each time.
     */
    public Mailbox(String name, int bound, Executor executor, Runnable pause) {
        this(name, bound, executor, pause, BATCH);
    }

    private Mailbox(String name, int bound, Executor executor, Runnable pause, int batch) {
        this.name = name;
        this.bound = bound;
        this.executor = executor;
        this.pause = pause;
        this.batch = batch;
    }

    /**
     * A mailbox whose tasks run at once, on the thread of whoever came first: a serializer without a thread hop, for
     * short tasks that mostly come from one thread.
     */
    public static Mailbox onCaller(String name, int bound) {
        return new Mailbox(name, bound, Runnable::run, () -> {}, Integer.MAX_VALUE);
    }

    /** Queues {@code task}, or returns false if the bound is reached: then the caller says what happens instead. */
    public boolean tell(Runnable task) {
        if (waiting.get() >= bound) {
            return false;
        }
        must(task);
        return true;
    }

    /**
     * Like {@link #tell}, but if nothing waits the task runs at once, on the caller's thread: for short tasks whose
     * caller has nothing else to do, such as a socket's thread that has read a request. Not from a task of another
     * mailbox: that one would wait.
     */
    public boolean tellHere(Runnable task) {
        if (waiting.get() >= bound) {
            return false;
        }
        queue.add(task);
        if (waiting.getAndIncrement() == 0) {
            drain();
        }
        return true;
    }

    /** Queues {@code task} whatever the bound: for what ends or answers something. */
    public void must(Runnable task) {
        queue.add(task);
        if (waiting.getAndIncrement() == 0) {
            schedule();
        }
    }

    private void schedule() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has work left, but its pool is closed", name);
        }
    }

    /**
     * Runs {@code task} in its turn and gives its result.
     *
     * @return completes on the mailbox's thread; fails with what the task threw, or with {@link Overflow} at once
     */
    public <T> CompletionStage<T> ask(Supplier<? extends CompletionStage<T>> task) {
        var result = new CompletableFuture<T>();
        if (!tell(() -> Stages.pass(Stages.attempt(task), result))) {
            result.completeExceptionally(new Overflow(name));
        }
        return result;
    }

    /** How many tasks wait or run. */
    public int length() {
        return waiting.get();
    }

    @Override
    public String toString() {
        return name + "[" + length() + "]";
    }

    private void drain() {
        int left = batch;
        do {
            var task = queue.poll();
            if (task != null) {
                run(task);
            }
            if (--left == 0 && waiting.get() > 1) {
                run(pause);
                waiting.decrementAndGet();
                schedule();
                return;
            }
            if (waiting.get() == 1) {
                run(pause);
            }
        } while (waiting.decrementAndGet() > 0);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of {} failed", name, e);
        }
    }

    /** The mailbox was full. */
    public static final class Overflow extends RuntimeException {
        Overflow(String name) {
            super(name + " is overloaded", null, false, false);
        }
    }
}
