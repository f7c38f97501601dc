package io.nkmedia.core.internal.connection;

import io.nkmedia.api.Event;
import io.nkmedia.core.internal.config.ServiceDocument.Limits;
import io.nkmedia.core.internal.event.Notice;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The events to one client, numbered. They wait while it is away, and while it has not answered as many as its window
 * holds; the queue is that of the service's limits. When it is full, the oldest is dropped if the client is away, which a
 * gap in the numbers tells it later; else the client is too slow. Belongs to the connection's mailbox.
 */
final class EventStream {
    private record Waiting(Map<String, Object> data, int bytes) {}

    /** Where events go out. */
    interface Out {
        /** Sends one that has waited; gives its tid. */
        long send(Map<String, Object> data);

        /** Sends one with its number; gives its tid. */
        long send(Notice notice, long seq, Instant published);
    }

    private final Out out;
    private final Supplier<Limits> limits;
    private final ToIntFunction<Object> size;
    private final Runnable tooSlow;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Set<Long> unanswered = new HashSet<>();
    private long bytes;
    private long seq;
    private boolean away;
    private boolean acks;

    /**
     * @param size of an event in bytes
     * @param tooSlow called when the queue of a client that is there is full
     * @param seq number of the last event; 0 at first
     */
    EventStream(Out out, Supplier<Limits> limits, ToIntFunction<Object> size, Runnable tooSlow, long seq) {
        this.out = out;
        this.limits = limits;
        this.size = size;
        this.tooSlow = tooSlow;
        this.seq = seq;
    }

    /** Whether the client answers each event. */
    void acks(boolean wanted) {
        acks = wanted;
    }

    boolean acks() {
        return acks;
    }

    /** Sends an event, or lets it wait; the number is put in. */
    void event(Notice notice, Instant published) {
        seq++;
        if (free()) {
            sent(out.send(notice, seq, published));
            return;
        }
        var data = data(notice.event());
        data.put("seq", seq);
        data.put("time", published);
        int length = size.applyAsInt(data);
        waiting.add(new Waiting(data, length));
        bytes += length;
        while (!waiting.isEmpty()
                && (waiting.size() > limits.get().maxQueueEvents()
                        || bytes > limits.get().maxQueueBytes())) {
            if (!away) {
                tooSlow.run();
                return;
            }
            bytes -= waiting.remove().bytes();
        }
    }

    private boolean free() {
        return !away && waiting.isEmpty() && inWindow();
    }

    private boolean inWindow() {
        return !acks || unanswered.size() < limits.get().eventsWindow();
    }

    /** What clients are told of an event, but for its number and time. */
    static Map<String, Object> data(Event event) {
        var data = new LinkedHashMap<String, Object>();
        data.put("class", event.eventClass());
        event.subclass().ifPresent(subclass -> data.put("subclass", subclass));
        event.type().ifPresent(type -> data.put("type", type));
        event.objectId().ifPresent(id -> data.put("obj_id", id));
        if (!event.body().isEmpty()) {
            data.put("body", event.body());
        }
        event.service().ifPresent(service -> data.put("service", service));
        event.from().ifPresent(from -> data.put("from", from));
        return data;
    }

    private void sent(long tid) {
        if (acks) {
            unanswered.add(tid);
        }
    }

    /** The client has answered something of ours. */
    void answered(long tid) {
        if (unanswered.remove(tid)) {
            flush();
        }
    }

    /** Events that got lost on their way here. */
    void skip(long lost) {
        seq += lost;
    }

    void away() {
        away = true;
        unanswered.clear();
    }

    /** The client is there again. */
    void back() {
        away = false;
        flush();
    }

    private void flush() {
        while (!away && inWindow() && !waiting.isEmpty()) {
            var next = waiting.remove();
            bytes -= next.bytes();
            sent(out.send(next.data()));
        }
    }

    long seq() {
        return seq;
    }

    /** What waits, for the next core. */
    List<Map<String, Object>> saved() {
        return waiting.stream().map(Waiting::data).toList();
    }

    void restore(List<Map<String, Object>> saved) {
        for (var data : saved) {
            int length = size.applyAsInt(data);
            waiting.add(new Waiting(new LinkedHashMap<>(data), length));
            bytes += length;
        }
    }
}
