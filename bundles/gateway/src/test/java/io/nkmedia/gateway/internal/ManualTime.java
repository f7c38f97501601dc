package io.nkmedia.gateway.internal;

import io.nkmedia.base.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that stands still until a test lets it pass. The module of the shared one depends on this module. */
final class ManualTime implements Time {
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::due).thenComparingLong(Alarm::number));
    private long now;
    private long numbers;

    private record Alarm(long due, long number, Runnable task) {}

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(now);
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var alarm = new Alarm(now + delay.toNanos(), numbers++, task);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    void advance(Duration by) {
        long end = now + by.toNanos();
        for (var next = alarms.peek(); next != null && next.due() <= end; next = alarms.peek()) {
            alarms.remove(next);
            now = Math.max(now, next.due());
            next.task().run();
        }
        now = end;
    }

    int waiting() {
        return alarms.size();
    }
}
