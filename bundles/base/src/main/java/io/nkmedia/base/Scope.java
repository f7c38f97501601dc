package io.nkmedia.base;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final long LAST_TO_CLOSE = 0;

    private final String name;
    private final Map<Part, Long> parts = new ConcurrentHashMap<>();
    private final AtomicLong added = new AtomicLong(LAST_TO_CLOSE);
    private final AtomicBoolean closed = new AtomicBoolean();

    /** A part is itself and no other that equals it. To take one out costs the same however many there are. */
    private record Part(AutoCloseable it) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Part part && part.it == it;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(it);
        }
    }

    public Scope(String name) {
        this.name = name;
    }

    /** Adds a part; if the scope is closed already, the part is closed at once. */
    public <T extends AutoCloseable> T add(T part) {
        parts.put(new Part(part), added.incrementAndGet());
        if (closed.get()) {
            closeParts();
        }
        return part;
    }

    /** Takes a part out without closing it: somebody else has ended it. */
    public void remove(AutoCloseable part) {
        parts.remove(new Part(part));
    }

    /** A scope that ends with this one, or before it by its own {@link #close()}. */
    public Scope child(String childName) {
        var child = new Scope(name + "/" + childName);
        add(child);
        child.parts.put(new Part(() -> remove(child)), LAST_TO_CLOSE);
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
        while (!parts.isEmpty()) {
            parts.entrySet().stream()
                    .sorted(Map.Entry.<Part, Long>comparingByValue().reversed())
                    .map(Map.Entry::getKey)
                    .filter(part -> parts.remove(part) != null)
                    .forEach(part -> close(part.it()));
        }
    }

    private void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("A part of scope {} did not close", name, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
