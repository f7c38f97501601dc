package io.nkmedia.core.internal.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.base.Pending;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.callback.Program;
import io.nkmedia.core.internal.wire.Message;
import io.nkmedia.core.internal.wire.Tid;
import io.nkmedia.core.internal.wire.Writer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Requests and events of ours to the client. Belongs to the connection's mailbox. */
final class Outgoing {
    private static final int MAX_UNANSWERED = 64;

    private final Line line;
    private final Writer writer;
    private final Time time;
    private final Pending<JsonNode> pending;
    private long seq;

    /**
     * Goes on where another one was.
     *
     * @param nextTid the next tid; 1 at first
     * @param seq of the last event; 0 at first
     */
    Outgoing(Line line, Writer writer, Time time, long nextTid, long seq) {
        this.line = line;
        this.writer = writer;
        this.time = time;
        this.pending = new Pending<>("the client", MAX_UNANSWERED, nextTid, time);
        this.seq = seq;
    }

    /** Sends a request; fails with a timeout or what the client answered. */
    CompletionStage<JsonNode> request(
            String commandClass, String subclass, String cmd, Map<String, Object> data, Duration limit) {
        var request = pending.open(limit);
        line.send(writer.request(commandClass, subclass, cmd, data, request.id()));
        return request.reply();
    }

    /** Sends an event; its answer isn't waited for. */
    void event(Event event) {
        var data = new LinkedHashMap<String, Object>();
        data.put("class", event.eventClass());
        event.subclass().ifPresent(subclass -> data.put("subclass", subclass));
        event.type().ifPresent(type -> data.put("type", type));
        event.objectId().ifPresent(id -> data.put("obj_id", id));
        if (!event.body().isEmpty()) {
            data.put("body", event.body());
        }
        data.put("seq", ++seq);
        data.put("time", time.now());
        notify("core", "event", data);
    }

    /** Tells something and waits for no answer. */
    void notify(String subclass, String cmd, Map<String, Object> data) {
        line.send(writer.request("core", subclass, cmd, data, pending.skipId()));
    }

    void answered(Message.Response response) {
        if (response.tid().value() instanceof Long id) {
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

    void closed() {
        pending.failAll(CoreError.SESSION_STOP.error());
    }

    long nextTid() {
        return pending.nextId();
    }

    long seq() {
        return seq;
    }
}
