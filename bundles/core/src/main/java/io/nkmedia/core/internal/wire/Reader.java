package io.nkmedia.core.internal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A frame's text to a message. */
public final class Reader {
    /** The longest class, subclass or command. */
    private static final int MAX_NAME = 64;

    private final Json json;

    public Reader(Json json) {
        this.json = json;
    }

    /** @throws Malformed with what is wrong, fit for the client */
    public Message read(String frame) throws Malformed {
        var tree = parse(frame);
        if (!tree.isObject()) {
            throw malformed("a message is a JSON object", Optional.empty());
        }
        if (tree.has("ack")) {
            return new Message.Ack(tid(tree.get("ack"), "ack"));
        }
        if (tree.has("cmd")) {
            return request(tree);
        }
        if (tree.has("result")) {
            return response(tree);
        }
        throw malformed("neither request, response nor ack", readableTid(tree));
    }

    private JsonNode parse(String frame) throws Malformed {
        try {
            return json.parse(frame);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw malformed(
                    "not JSON" + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()),
                    Optional.empty());
        }
    }

    private static Message request(JsonNode tree) throws Malformed {
        var tid = tid(tree.get("tid"), "tid");
        var data = tree.path("data");
        if (!data.isMissingNode() && !data.isObject()) {
            throw malformed("data must be an object", Optional.of(tid));
        }
        var name = new CommandName(
                name(tree, "class", null, tid), name(tree, "subclass", "core", tid), name(tree, "cmd", null, tid));
        return new Message.Request(name, data.isMissingNode() ? Binder.emptyObject() : data, tid);
    }

    private static Message response(JsonNode tree) throws Malformed {
        var tid = tid(tree.get("tid"), "tid");
        var result = tree.path("result").asText();
        if (!result.equals("ok") && !result.equals("error")) {
            throw malformed("result must be ok or error", Optional.of(tid));
        }
        var data = tree.path("data");
        return new Message.Response(result.equals("ok"), data.isMissingNode() ? Binder.emptyObject() : data, tid);
    }

    private static String name(JsonNode tree, String key, @Nullable String byDefault, Tid tid) throws Malformed {
        var node = tree.path(key);
        if (node.isMissingNode() && byDefault != null) {
            return byDefault;
        }
        var text = node.textValue();
        if (text == null || text.isEmpty() || text.length() > MAX_NAME) {
            throw malformed(key + " must be a string of 1 to " + MAX_NAME + " characters", Optional.of(tid));
        }
        return text;
    }

    private static Tid tid(@Nullable JsonNode node, String key) throws Malformed {
        var tid = node == null ? Optional.<Tid>empty() : Tid.of(node);
        return tid.orElseThrow(
                () -> malformed(key + " must be a whole number or a string of 1 to 64 characters", Optional.empty()));
    }

    private static Optional<Tid> readableTid(JsonNode tree) {
        return tree.has("tid") ? Tid.of(tree.get("tid")) : Optional.empty();
    }

    private static Malformed malformed(String why, Optional<Tid> tid) {
        return new Malformed(CoreError.SYNTAX_ERROR.because(why), tid);
    }
}
