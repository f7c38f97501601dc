package io.nkmedia.core.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.ApiException;
import io.nkmedia.core.internal.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Messages of ours to a frame's text. */
public final class Writer {
    private final Json json;

    public Writer(Json json) {
        this.json = json;
    }

    /** A reply; empty objects are left out, empty lists are not. */
    public String ok(Tid tid, Object data) {
        var frame = object().put("result", "ok");
        var tree = json.tree(data);
        if (tree.isArray() || !tree.isEmpty()) {
            frame.set("data", tree);
        }
        frame.set("tid", tid.node());
        return json.write(frame);
    }

    /** An error reply; without a tid that could be read it is {@code null}. */
    public String error(Optional<Tid> tid, ApiException error) {
        var data = object().put("code", error.code().code());
        data.put("name", error.code().label());
        data.put("error", error.text());
        error.field().ifPresent(field -> data.put("field", field.equals("data") ? field : "data." + field));
        error.data().forEach((key, value) -> data.set(key, json.tree(value)));
        var frame = object().put("result", "error");
        frame.set("data", data);
        frame.set("tid", tid.map(Tid::node).orElse(JsonNodeFactory.instance.nullNode()));
        return json.write(frame);
    }

    public String ack(Tid tid) {
        var frame = object();
        frame.set("ack", tid.node());
        return json.write(frame);
    }

    /** A request of ours; subclass {@code core} is left out, and so is empty data. */
    public String request(String commandClass, String subclass, String cmd, Map<String, Object> data, long tid) {
        return request(commandClass, subclass, cmd, data, Optional.empty(), tid);
    }

    /**
     * The same on behalf of another client.
     *
     * @param from that client: user and session_id
     */
    public String request(
            String commandClass, String subclass, String cmd, Object data, Optional<? extends Object> from, long tid) {
        var frame = object().put("class", commandClass);
        if (!subclass.equals("core")) {
            frame.put("subclass", subclass);
        }
        frame.put("cmd", cmd);
        var tree = json.tree(data);
        if (!tree.isEmpty()) {
            frame.set("data", tree);
        }
        from.ifPresent(client -> frame.set("from", json.tree(client)));
        frame.put("tid", tid);
        return json.write(frame);
    }

    /**
     * An event to one client.
     *
     * @param members what all who hear it are told, as {@link #text} wrote it; not empty
     * @param seq its number for this client
     */
    public String event(String members, long seq, Instant time, long tid) {
        return "{\"class\":\"core\",\"cmd\":\"event\",\"data\":"
                + members.substring(0, members.length() - 1)
                + ",\"seq\":" + seq
                + ",\"time\":" + time.toEpochMilli()
                + "},\"tid\":" + tid + "}";
    }

    /** An object's text. */
    public String text(Map<String, Object> object) {
        return json.write(json.tree(object));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The code of an error that a client answered with, for logs. */
    public static String errorLabel(JsonNode data) {
        return data.path("name").asText(data.path("code").asText("unknown"));
    }
}
