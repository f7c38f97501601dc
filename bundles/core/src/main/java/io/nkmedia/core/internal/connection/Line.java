package io.nkmedia.core.internal.connection;

import io.nkmedia.base.Mailbox;
import io.nkmedia.gateway.Connection;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One socket of a client: what is sent on it, and whether it is read. What a task of the client's mailbox sends goes to
 * the socket with what those after it send, in one piece. Safe for use by any thread.
 */
final class Line {
    /** So much is sent at once even while more tasks wait. */
    private static final int MANY = 32;

    private final Connection connection;
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Mailbox turn = Mailbox.onCaller("sends", Integer.MAX_VALUE);
    private final Valve valve;
    private final Backlog backlog;

    Line(Connection connection) {
        this.connection = connection;
        valve = new Valve(connection);
        backlog = new Backlog(valve);
    }

    Connection connection() {
        return connection;
    }

    Valve valve() {
        return valve;
    }

    /** The frames of this socket that wait for their mailbox. */
    Backlog backlog() {
        return backlog;
    }

    /** Sends it at the next {@link #flush}. */
    void send(String frame) {
        sent.add(frame);
        if (waiting.incrementAndGet() >= MANY) {
            flush();
        }
    }

    /** Gives the socket all that was sent. */
    void flush() {
        if (waiting.get() > 0) {
            turn.must(this::give);
        }
    }

    private void give() {
        var frames = new ArrayList<String>();
        for (var next = sent.poll(); next != null; next = sent.poll()) {
            frames.add(next);
        }
        waiting.addAndGet(-frames.size());
        connection.send(frames);
    }

    void close(CloseCode code, String reason) {
        flush();
        connection.close(code.code(), reason);
    }
}
