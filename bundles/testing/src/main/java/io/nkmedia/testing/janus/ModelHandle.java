package io.nkmedia.testing.janus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A handle of the model. */
final class ModelHandle {
    final ModelSession session;
    final long id;
    final String plugin;
    final String opaqueId;
    boolean negotiated;
    boolean up;
    boolean failed;
    boolean over;
    String answer = "";
    String offer = "";
    String offerUfrag = "";
    int restarts;

    ModelHandle(ModelSession session, long id, String plugin, String opaqueId) {
        this.session = session;
        this.id = id;
        this.plugin = plugin;
        this.opaqueId = opaqueId;
    }

    /** Sends an event about this handle to whoever owns its session. */
    void tell(ObjectNode frame) {
        var owner = session.owner;
        if (owner != null) {
            owner.send(frame);
        }
    }

    /** A frame about this handle, its members in the engine's order. */
    ObjectNode frame(String kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("janus", kind)
                .put("session_id", session.id)
                .put("sender", id);
    }

    ObjectNode plugin(ObjectNode frame, ObjectNode data) {
        frame.putObject("plugindata").put("plugin", plugin).set("data", data);
        return frame;
    }
}
