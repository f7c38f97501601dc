package io.nkmedia.testing.janus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The model's admin API: the part of it that is used. */
final class ModelAdmin {
    private final ModelCore core;
    private final String secret;
    private final ObjectNode info;

    ModelAdmin(ModelCore core, String secret, ObjectNode info) {
        this.core = core;
        this.secret = secret;
        this.info = info;
    }

    void receive(String text, Peer peer) {
        if (core.faults.silent) {
            return;
        }
        var request = JsonNodeFactory.instance.objectNode();
        try {
            if (core.parse(text) instanceof ObjectNode object) {
                request = object;
            }
            ModelCore.envelope(request);
            var reply = answer(request);
            if (core.faults.holdInfo && request.get("janus").asText().equals("handle_info")) {
                core.faults.held.add(() -> peer.send(reply));
            } else {
                peer.send(reply);
            }
        } catch (WireError e) {
            peer.send(ModelCore.error(request, e));
        }
    }

    private ObjectNode answer(ObjectNode request) {
        if (!request.path("admin_secret").asText().equals(secret)) {
            throw new WireError(403, "Unauthorized request (wrong or missing secret/token)");
        }
        var reply = ModelCore.reply(request, "success");
        String kind = request.get("janus").asText();
        switch (kind) {
            case "list_sessions" -> {
                var list = reply.putArray("sessions");
                core.sessions.keySet().forEach(list::add);
            }
            case "list_handles" -> {
                var list = reply.putArray("handles");
                core.session(request).handles.keySet().forEach(list::add);
            }
            case "handle_info" -> handleInfo(core.handle(request), reply);
            case "accept_new_sessions" -> {
                core.accepting = request.path("accept").asBoolean();
                reply.put("accept", core.accepting);
            }
            case "hangup_webrtc" -> core.hangup(core.handle(request), "Admin API");
            case "detach_handle" -> {
                var handle = core.handle(request);
                handle.session.handles.remove(handle.id);
                handle.tell(handle.frame("detached"));
            }
            case "destroy_session" -> destroy(core.session(request));
            default -> throw new WireError(453, "Unknown request '" + kind + "'");
        }
        return reply;
    }

    /** What was recorded of a real handle in a call, with this handle's identity and as far as this one has come. */
    private void handleInfo(ModelHandle handle, ObjectNode reply) {
        var copy = info.deepCopy()
                .put("session_id", handle.session.id)
                .put("handle_id", handle.id)
                .put("opaque_id", handle.opaqueId);
        var sdps = (ObjectNode) copy.get("sdps");
        ((ObjectNode) copy.get("flags"))
                .put("ready", handle.up)
                .put("negotiated", handle.negotiated)
                .put("alert", handle.over);
        if (handle.negotiated) {
            sdps.put("local", handle.answer).put("remote", handle.offer);
            ((ObjectNode) copy.get("webrtc").get("ice")).put("state", handle.failed ? "failed" : "ready");
        } else {
            sdps.remove(List.of("local", "remote"));
            copy.remove("webrtc");
        }
        reply.put("handle_id", handle.id).set("info", copy);
    }

    private void destroy(ModelSession session) {
        core.sessions.remove(session.id);
        Optional.ofNullable(session.owner).ifPresent(owner -> owner.send(session.timeout()));
    }
}
