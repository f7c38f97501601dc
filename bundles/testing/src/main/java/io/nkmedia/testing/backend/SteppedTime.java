package io.nkmedia.testing.backend;

import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Timers that only a test moves on, for owners that live on a real pool and talk over real sockets. */
public final class SteppedTime implements Time, Mailboxes {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Mailboxes pool;
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentSkipListMap<Alarm, Runnable> alarms =
            new ConcurrentSkipListMap<>(Comparator.comparingLong(Alarm::due).thenComparingLong(Alarm::number));

    private record Alarm(long due, long number) {}

    public SteppedTime(Mailboxes pool) {
        this.pool = pool;
    }

    @Override
    public Instant now() {
        return START.plusNanos(now.get());
    }

    @Override
    public long nanos() {
        return now.get();
    }

    /** How far the test has moved it. */
    public Duration passed() {
        return Duration.ofNanos(now.get());
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var alarm = new Alarm(now.get() + Math.max(0, delay.toNanos()), numbers.getAndIncrement());
        alarms.put(alarm, task);
        return () -> alarms.remove(alarm);
    }

    @Override
    public Executor pool() {
        return pool.pool();
    }

    /** Lets time pass; what is due then runs on the pool. */
    public void advance(Duration by) {
        long end = now.addAndGet(by.toNanos());
        for (Map.Entry<Alarm, Runnable> next = alarms.firstEntry();
                next != null && next.getKey().due() <= end;
                next = alarms.firstEntry()) {
            if (alarms.remove(next.getKey(), next.getValue())) {
                pool().execute(next.getValue());
            }
        }
    }
}
