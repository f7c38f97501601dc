package io.nkmedia.base;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a component scheduled, opened or registered, closed with it: last in, first out. Nothing that belongs to a
 * scope runs after {@link #close()}, so no timer or listener holds the class loader of a bundle that is gone.
 *
 * <p>Safe for use by any thread. Closing is idempotent; what a part throws is logged and the others are closed all the
 * same.
 */
public final class Scope implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scope.class);

    private final String name;
    private final ConcurrentLinkedDeque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    public Scope(String name) {
        this.name = name;
    }

    /** Adds a part; if the scope is closed already, the part is closed at once. */
    public <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        if (closed.get()) {
            closeParts();
        }
        return part;
    }

    /** Takes a part out without closing it: somebody else has ended it. */
    public void remove(AutoCloseable part) {
        parts.remove(part);
    }

    /** A scope that ends with this one, or before it by its own {@link #close()}. */
    public Scope child(String childName) {
        var child = new Scope(name + "/" + childName);
        add(child);
        child.parts.addLast(() -> remove(child));
        return child;
    }

    /** Runs {@code task} after {@code delay} unless the scope, or the timer, is closed before. */
    public Time.Timer after(Time time, Duration delay, Runnable task) {
        var timer = new ScopedTimer(this, task);
        add(timer);
        timer.start(time, delay);
        return timer;
    }

    /** Runs {@code task} again and again, {@code period} after its last run has ended. */
    public Time.Timer every(Time time, Duration period, Runnable task) {
        var timer = new ScopedTimer(this, task);
        add(timer);
        timer.repeat(time, period);
        return timer;
    }

    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        closed.set(true);
        closeParts();
    }

    private void closeParts() {
        for (var part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("A part of scope {} did not close", name, e);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
