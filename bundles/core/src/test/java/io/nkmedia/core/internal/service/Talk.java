package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.nkmedia.core.internal.json.Json;

/** A client of a test: sends requests and looks at what came back. */
final class Talk {
    final FakeConnection socket;
    private final World world;
    private final Json json = new Json();
    private long tid;

    Talk(World world, String name, String address) {
        this.world = world;
        socket = world.connect(name, address);
    }

    Talk(World world, String name) {
        this(world, name, "192.0.2.1");
    }

    /** Sends a request and gives its reply; nothing if there is none yet. */
    JsonNode ask(String command, String data) {
        send(command, data);
        world.time.run();
        return reply(tid);
    }

    /** Only sends it. */
    void send(String command, String data) {
        var name = command.split("/");
        socket.receive("{\"class\":\"%s\",\"subclass\":\"%s\",\"cmd\":\"%s\",\"data\":%s,\"tid\":%d}"
                .formatted(name[0], name[1], name[2], data, ++tid));
    }

    long lastTid() {
        return tid;
    }

    /** The reply to a request; what came before it is dropped. */
    JsonNode reply(long to) {
        for (var frame : socket.out) {
            if (frame.startsWith("{\"result\"")) {
                var tree = tree(frame);
                if (tree.path("tid").asLong() == to) {
                    return tree;
                }
            }
        }
        return MissingNode.getInstance();
    }

    JsonNode login(String user, String more) {
        return ask("core/user/login", "{\"user\":\"%s\",\"password\":\"pw\"%s}".formatted(user, more));
    }

    JsonNode resume(String user, String sessionId, String token) {
        return login(user, ",\"session_id\":\"%s\",\"resume_token\":\"%s\"".formatted(sessionId, token));
    }

    /** The events that came, in order, as their data. */
    java.util.List<JsonNode> events() {
        return socket.out.stream()
                .filter(frame -> frame.startsWith("{\"class\":\"core\",\"cmd\":\"event\""))
                .map(frame -> tree(frame).path("data"))
                .toList();
    }

    static String token(JsonNode reply) {
        return reply.path("data").path("resume_token").asText();
    }

    static String error(JsonNode reply) {
        return reply.path("data").path("name").asText();
    }

    private JsonNode tree(String frame) {
        try {
            return json.parse(frame);
        } catch (JsonProcessingException e) {
            throw new AssertionError(frame, e);
        }
    }
}
