package io.nkmedia.core.internal.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.base.Pending;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.callback.Program;
import io.nkmedia.core.internal.event.Notice;
import io.nkmedia.core.internal.wire.Message;
import io.nkmedia.core.internal.wire.Tid;
import io.nkmedia.core.internal.wire.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Requests and events of ours to the client. Belongs to the connection's mailbox. */
final class Outgoing {
    private static final int MAX_UNANSWERED = 64;

    /** So many requests in a row without answer, and nobody is there any more (protocol.md §2.3). */
    private static final int MAX_SILENT = 3;

    private final Writer writer;
    private final Time time;
    private final Runnable silent;
    private final EventStream events;
    private Line line;
    private Pending<JsonNode> pending;
    private int unansweredInARow;
    private boolean away;

    /**
     * Goes on where another one was.
     *
     * @param silent called when the client has not answered several requests in a row
     * @param events makes the stream of events on a way to send them
     * @param nextTid the next tid; 1 at first
     */
    Outgoing(
            Line line,
            Writer writer,
            Time time,
            Runnable silent,
            Function<EventStream.Out, EventStream> events,
            long nextTid) {
        this.line = line;
        this.writer = writer;
        this.time = time;
        this.silent = silent;
        this.events = events.apply(new Out());
        this.pending = pending(nextTid);
    }

    private Pending<JsonNode> pending(long nextTid) {
        return new Pending<>("the client", MAX_UNANSWERED, nextTid, time);
    }

    EventStream events() {
        return events;
    }

    /**
     * Sends a request; fails with {@link Pending.Timeout}, {@link Program.Refused}, or {@code session_stop} if the client
     * is away or goes.
     *
     * @param from who asked for it, if it was another client: user and session_id
     */
    CompletionStage<JsonNode> request(
            String commandClass,
            String subclass,
            String cmd,
            Object data,
            Optional<Event.Sender> from,
            Duration limit) {
        if (away) {
            return CompletableFuture.failedStage(CoreError.SESSION_STOP.error());
        }
        var request = pending.open(limit);
        if (!request.reply().toCompletableFuture().isDone()) {
            line.send(writer.request(commandClass, subclass, cmd, data, from, request.id()));
        }
        return request.reply();
    }

    /** A request has ended: several in a row that nobody answered are the end. */
    void ended(boolean timedOut) {
        unansweredInARow = timedOut ? unansweredInARow + 1 : 0;
        if (unansweredInARow >= MAX_SILENT) {
            silent.run();
        }
    }

    /** Sends an event, or lets it wait; its answer isn't waited for. */
    void event(Notice notice, Instant published) {
        events.event(notice, published);
    }

    /** Events leave as requests of ours that nobody waits for. */
    private final class Out implements EventStream.Out {
        @Override
        public long send(Map<String, Object> data) {
            return Outgoing.this.notify("core", "event", data);
        }

        @Override
        public long send(Notice notice, long seq, Instant published) {
            long tid = pending.skipId();
            line.send(writer.event(notice.text(event -> writer.text(EventStream.data(event))), seq, published, tid));
            return tid;
        }
    }

    /** Tells something and waits for no answer; gives its tid. */
    long notify(String subclass, String cmd, Map<String, Object> data) {
        long tid = pending.skipId();
        line.send(writer.request("core", subclass, cmd, data, Optional.empty(), tid));
        return tid;
    }

    void answered(Message.Response response) {
        if (response.tid().value() instanceof Long id) {
            unansweredInARow = 0;
            events.answered(id);
            if (response.ok()) {
                pending.complete(id, response.data());
            } else {
                pending.fail(id, new Program.Refused(response.data()));
            }
        }
    }

    void acknowledged(Tid tid, Duration limit) {
        if (tid.value() instanceof Long id) {
            pending.extend(id, limit);
        }
    }

    /** The socket is gone: what waits for an answer fails, events wait. */
    void away() {
        away = true;
        events.away();
        pending.failAll(CoreError.SESSION_STOP.error());
    }

    /** The client is back, on another socket, where our tids begin anew. */
    void back(Line on) {
        pending = pending(1);
        resumed(on);
    }

    /** The same socket goes on, at another core. */
    void resumed(Line on) {
        line = on;
        away = false;
        unansweredInARow = 0;
        events.back();
    }

    void closed() {
        away = true;
        pending.failAll(CoreError.SESSION_STOP.error());
    }

    long nextTid() {
        return pending.nextId();
    }
}
