package io.nkmedia.testing;

import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Clock, timers and pool of a test that runs on one thread: nothing happens until the test calls {@link #run} or
 * {@link #advance}, then all that is due happens in order, on the test's thread.
 */
public final class ManualTime implements Time, Mailboxes {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::due).thenComparingLong(Alarm::number));
    private long now;
    private long numbers;

    private record Alarm(long due, long number, Runnable task) {}

    @Override
    public Instant now() {
        return START.plusNanos(now);
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var alarm = new Alarm(now + Math.max(0, delay.toNanos()), numbers++, task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public Executor pool() {
        return ready::add;
    }

    /** Runs all that is ready now, and what that makes ready, without letting time pass. */
    public void run() {
        for (var task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
        }
    }

    /** Lets time pass; timers fire in order, each at its own time. */
    public void advance(Duration by) {
        long end = now + by.toNanos();
        run();
        for (var next = alarms.peek(); next != null && next.due() <= end; next = alarms.peek()) {
            alarms.remove(next);
            now = Math.max(now, next.due());
            next.task().run();
            run();
        }
        now = end;
    }

    /** When the timers that wait are due, from now: empty when everything was cleaned up. */
    public List<Duration> waiting() {
        var dues = new ArrayList<Duration>();
        alarms.forEach(alarm -> dues.add(Duration.ofNanos(alarm.due() - now)));
        return dues;
    }
}
