package io.nkmedia.base;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A timer that leaves its scope when it is done. */
final class ScopedTimer implements Time.Timer {
    /** Stands in the place of the timer once this one is closed. */
    private static final Time.Timer CLOSED = () -> {};

    private final Scope scope;
    private final Runnable task;
    private final AtomicReference<Time.@Nullable Timer> timer = new AtomicReference<>();

    ScopedTimer(Scope scope, Runnable task) {
        this.scope = scope;
        this.task = task;
    }

    void start(Time time, Duration delay) {
        set(time.after(delay, () -> {
            if (timer.get() != CLOSED) {
                close();
                task.run();
            }
        }));
    }

    void repeat(Time time, Duration period) {
        set(time.after(period, () -> {
            if (timer.get() == CLOSED) {
                return;
            }
            try {
                task.run();
            } finally {
                repeat(time, period);
            }
        }));
    }

    private void set(Time.Timer next) {
        var before = timer.getAndUpdate(now -> now == CLOSED ? CLOSED : next);
        if (before == CLOSED) {
            next.close();
        }
    }

    @Override
    public void close() {
        var before = timer.getAndSet(CLOSED);
        if (before != CLOSED) {
            scope.remove(this);
            if (before != null) {
                before.close();
            }
        }
    }
}
