package io.nkmedia.testing.janus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model's media API: checks in the engine's order, errors with its codes and words. On one thread only. */
final class ModelCore {
    final Map<Long, ModelSession> sessions = new LinkedHashMap<>();
    final List<ObjectNode> received = new ArrayList<>();
    final ModelFaults faults = new ModelFaults();
    private final JsonMapper mapper = new JsonMapper();
    private final ModelEcho echo;
    private final boolean fullTrickle;
    private final String secret;
    boolean accepting = true;
    private long ids = 4_000_000_000_000_000L;

    ModelCore(String secret, boolean fullTrickle) {
        this.secret = secret;
        this.fullTrickle = fullTrickle;
        this.echo = new ModelEcho(faults, fullTrickle);
    }

    JsonNode parse(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new WireError(454, "Invalid Janus API request - " + e.getOriginalMessage()).early();
        }
    }

    /** One frame of a socket. */
    void receive(String text, Peer peer) {
        if (faults.silent) {
            return;
        }
        var request = JsonNodeFactory.instance.objectNode();
        try {
            if (parse(text) instanceof ObjectNode object) {
                request = object;
            }
            envelope(request);
            received.add(request);
            handle(request, peer);
        } catch (WireError e) {
            peer.send(error(request, e));
        }
    }

    static void envelope(ObjectNode request) {
        for (String member : List.of("transaction", "janus")) {
            if (!request.has(member)) {
                throw new WireError(456, "Missing mandatory element (" + member + ")").early();
            }
            if (!request.get(member).isTextual()) {
                throw new WireError(467, "Invalid element type (" + member + " should be a string)").early();
            }
        }
    }

    static ObjectNode error(ObjectNode request, WireError e) {
        var error = JsonNodeFactory.instance.objectNode().put("janus", "error");
        if (e.withTransaction) {
            if (request.has("session_id")) {
                error.set("session_id", request.get("session_id"));
            }
            error.set("transaction", request.get("transaction"));
        }
        error.putObject("error").put("code", e.code).put("reason", e.getMessage());
        return error;
    }

    static ObjectNode reply(ObjectNode request, String kind) {
        var reply = JsonNodeFactory.instance.objectNode().put("janus", kind);
        if (request.has("session_id")) {
            reply.set("session_id", request.get("session_id"));
        }
        reply.set("transaction", request.get("transaction"));
        return reply;
    }

    private void handle(ObjectNode request, Peer peer) {
        String kind = request.get("janus").asText();
        if (kind.equals("ping") || kind.equals("info")) {
            peer.send(kind.equals("ping") ? reply(request, "pong") : info(request));
            return;
        }
        if (!request.path("apisecret").asText().equals(secret)) {
            throw new WireError(403, "Unauthorized request (wrong or missing secret/token)");
        }
        if (request.has("handle_id")) {
            ofHandle(kind, request, peer);
        } else if (request.has("session_id")) {
            ofSession(kind, request, peer);
        } else if (kind.equals("create")) {
            create(request, peer);
        } else {
            throw new WireError(457, "Unhandled request '" + kind + "' at this path");
        }
    }

    private ObjectNode info(ObjectNode request) {
        var info = reply(request, "server_info");
        info.put("name", "Janus WebRTC Server").put("version", 1102).put("version_string", "1.1.2");
        info.put("accepting-new-sessions", accepting).put("full-trickle", fullTrickle);
        info.putObject("plugins").putObject(ModelEcho.PLUGIN).put("version", 7);
        return info;
    }

    private void create(ObjectNode request, Peer peer) {
        if (!accepting) {
            throw new WireError(472, "Currently not accepting new sessions");
        }
        if (request.has("id") && !request.get("id").isIntegralNumber()) {
            throw new WireError(467, "Invalid element type (id should be a positive integer)").early();
        }
        long id = request.has("id") ? request.get("id").asLong() : ids++;
        if (sessions.containsKey(id)) {
            request.put("session_id", id);
            throw new WireError(468, "Session ID already in use");
        }
        sessions.put(id, new ModelSession(id, peer));
        var reply = reply(request, "success");
        reply.putObject("data").put("id", id);
        peer.send(reply);
    }

    ModelSession session(ObjectNode request) {
        long id = request.path("session_id").asLong();
        return Optional.ofNullable(sessions.get(id)).orElseThrow(() -> new WireError(458, "No such session " + id));
    }

    ModelHandle handle(ObjectNode request) {
        var session = session(request);
        long id = request.path("handle_id").asLong();
        return Optional.ofNullable(session.handles.get(id))
                .orElseThrow(() -> new WireError(459, "No such handle " + id + " in session " + session.id));
    }

    private void ofSession(String kind, ObjectNode request, Peer peer) {
        var session = session(request);
        switch (kind) {
            case "keepalive" -> peer.send(reply(request, "ack"));
            case "attach" -> attach(session, request, peer);
            case "destroy" -> {
                sessions.remove(session.id);
                peer.send(reply(request, "success"));
            }
            case "claim" -> {
                session.owner = peer;
                peer.send(reply(request, "success"));
            }
            default -> throw new WireError(453, "Unknown request '" + kind + "'");
        }
    }

    private void attach(ModelSession session, ObjectNode request, Peer peer) {
        if (!request.has("plugin")) {
            throw new WireError(456, "Missing mandatory element (plugin)");
        }
        String plugin = request.get("plugin").asText();
        if (!plugin.equals(ModelEcho.PLUGIN)) {
            throw new WireError(460, "No such plugin '" + plugin + "'");
        }
        var handle = new ModelHandle(
                session, ids++, plugin, request.path("opaque_id").asText());
        session.handles.put(handle.id, handle);
        var reply = reply(request, "success");
        reply.putObject("data").put("id", handle.id);
        if (faults.holdAttach) {
            faults.held.add(() -> peer.send(reply));
        } else {
            peer.send(reply);
        }
    }

    private void ofHandle(String kind, ObjectNode request, Peer peer) {
        var handle = handle(request);
        switch (kind) {
            case "message" -> echo.message(handle, request, peer);
            case "trickle" -> {
                if (!request.has("candidate") && !request.has("candidates")) {
                    throw new WireError(456, "Missing mandatory element (candidate|candidates)");
                }
                peer.send(reply(request, "ack"));
            }
            case "hangup" -> {
                peer.send(reply(request, "success"));
                hangup(handle, "Janus API");
            }
            case "detach" -> {
                handle.session.handles.remove(handle.id);
                peer.send(reply(request, "success"));
                handle.tell(handle.frame("detached"));
            }
            default -> throw new WireError(453, "Unknown request '" + kind + "'");
        }
    }

    /** The PeerConnection of a handle ends. */
    void hangup(ModelHandle handle, String reason) {
        echo.done(handle);
        if (handle.negotiated) {
            handle.negotiated = false;
            handle.up = false;
            handle.over = true;
            handle.tell(handle.frame("hangup").put("reason", reason));
        }
    }

    /** A socket has closed: its sessions live on without an owner. */
    void closed(Peer peer) {
        sessions.values().stream().filter(session -> session.owner == peer).forEach(session -> session.owner = null);
    }
}
