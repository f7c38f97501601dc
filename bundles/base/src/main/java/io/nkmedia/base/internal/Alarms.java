package io.nkmedia.base.internal;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that wait for their time, and one thread that hands them over then. Nearly all of them are cancelled before:
 * each request has its limit. So to set and to cancel one takes no lock, and the thread isn't woken unless the new one
 * is due before it would wake by itself; it may wake for one that was cancelled, and then finds nothing to do.
 */
final class Alarms {
    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final ConcurrentNavigableMap<Due, Runnable> waiting = new ConcurrentSkipListMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong wakes = new AtomicLong(Long.MIN_VALUE);
    private final long origin = System.nanoTime();
    private final Executor executor;
    private final Thread thread;
    private volatile boolean stopped;

    /** When, in nanoseconds since the beginning, and which of those that are due at the same time. */
    private record Due(long at, long number) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    Alarms(String name, Executor executor) {
        this.executor = executor;
        thread = new Thread(this::watch, name);
        thread.setDaemon(true);
        // This bundle's, not that of whoever came first.
        thread.setContextClassLoader(Alarms.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Any thread. What it gives cancels the task; idempotent. */
    Runnable set(long delayNanos, Runnable task) {
        var due = new Due(now() + Math.max(0, Math.min(delayNanos, Long.MAX_VALUE / 2)), count.incrementAndGet());
        waiting.put(due, task);
        if (stopped) {
            waiting.clear();
        } else if (due.at < wakes.get()) {
            LockSupport.unpark(thread);
        }
        return () -> waiting.remove(due);
    }

    /** Drops all. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private void watch() {
        while (!stopped) {
            // All that comes from here on sees that the thread is awake, and looks, or that it isn't, and wakes it.
            wakes.set(Long.MAX_VALUE);
            var first = waiting.firstEntry();
            long left = first == null ? Long.MAX_VALUE : first.getKey().at - now();
            if (first != null && left <= 0) {
                if (waiting.remove(first.getKey(), first.getValue())) {
                    hand(first.getValue());
                }
            } else if (first == null) {
                LockSupport.park(this);
            } else {
                wakes.set(first.getKey().at);
                LockSupport.parkNanos(this, left);
            }
        }
        waiting.clear();
    }

    private void hand(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("A timer came due while the pool was closing");
        }
    }
}
