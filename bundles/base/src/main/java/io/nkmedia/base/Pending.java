package io.nkmedia.base;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests of one wire client that wait for their reply. Each ends in one of four ways: reply, error, timeout, or
 * all at once because the connection is gone. A reply that nobody waits for is reported by a return value.
 *
 * <p>Safe for use by any thread; stages complete on the thread that completes them, or on a timer's.
 *
 * @param <V> what a reply is
 */
public final class Pending<V> {
    private final String name;
    private final int bound;
    private final Time time;
    private final AtomicLong lastId;
    private final Map<Long, Slot<V>> slots = new ConcurrentHashMap<>();

    /**
     * @param name what error texts call the peer
     * @param bound how many may wait at once; one more fails with {@link Refused}
     * @param firstId the first id given out; ids then count upwards
     */
    public Pending(String name, int bound, long firstId, Time time) {
        this.name = name;
        this.bound = bound;
        this.time = time;
        this.lastId = new AtomicLong(firstId - 1);
    }

    /** A request that waits: put the id on the wire, give the reply to whoever asked. */
    public record Request<V>(long id, CompletionStage<V> reply) {}

    /**
     * Opens a request.
     *
     * @param limit after this it fails with {@link Timeout}
     */
    public Request<V> open(Duration limit) {
        long id = lastId.incrementAndGet();
        var slot = new Slot<V>();
        if (slots.size() >= bound) {
            slot.reply.completeExceptionally(new Refused(name + " has " + bound + " unanswered requests"));
        } else {
            slots.put(id, slot);
            slot.arm(time, limit, () -> expire(id, limit));
        }
        return new Request<>(id, slot.reply);
    }

    /** The peer works on it: it has {@code limit} from now on. False if nobody waits. */
    public boolean extend(long id, Duration limit) {
        var slot = slots.get(id);
        if (slot == null) {
            return false;
        }
        slot.arm(time, limit, () -> expire(id, limit));
        return true;
    }

    /** Ends a request with its reply. False if nobody waits for it (any more). */
    public boolean complete(long id, V reply) {
        return take(id).map(slot -> slot.reply.complete(reply)).orElse(false);
    }

    /** Ends a request with an error. False if nobody waits for it (any more). */
    public boolean fail(long id, Throwable why) {
        return take(id).map(slot -> slot.reply.completeExceptionally(why)).orElse(false);
    }

    /** Ends all of them, because the peer is gone. */
    public void failAll(Throwable why) {
        for (var id : Set.copyOf(slots.keySet())) {
            fail(id, why);
        }
    }

    /** The ids that wait. */
    public Set<Long> ids() {
        return Set.copyOf(slots.keySet());
    }

    /** Takes an id for something that has no reply. */
    public long skipId() {
        return lastId.incrementAndGet();
    }

    /** The id that the next request will get. */
    public long nextId() {
        return lastId.get() + 1;
    }

    private void expire(long id, Duration limit) {
        fail(id, new Timeout(name + " did not answer within " + limit.toMillis() + " ms"));
    }

    private Optional<Slot<V>> take(long id) {
        var slot = Optional.ofNullable(slots.remove(id));
        slot.ifPresent(s -> s.timer.close());
        return slot;
    }

    private static final class Slot<V> {
        final CompletableFuture<V> reply = new CompletableFuture<>();
        private volatile Time.Timer timer = () -> {};

        void arm(Time time, Duration limit, Runnable expired) {
            timer.close();
            timer = time.after(limit, expired);
        }
    }

    /** No reply in time. */
    public static final class Timeout extends RuntimeException {
        Timeout(String text) {
            super(text, null, false, false);
        }
    }

    /** Too many requests wait already. */
    public static final class Refused extends RuntimeException {
        Refused(String text) {
            super(text, null, false, false);
        }
    }
}
