package io.nkmedia.testing.janus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session of the model: events go to its owner, and are lost while there is none. */
final class ModelSession {
    final long id;
    final Map<Long, ModelHandle> handles = new LinkedHashMap<>();

    @Nullable
    Peer owner;

    ModelSession(long id, Peer owner) {
        this.id = id;
        this.owner = owner;
    }

    /** What its owner is told when it is over. */
    ObjectNode timeout() {
        return JsonNodeFactory.instance.objectNode().put("janus", "timeout").put("session_id", id);
    }
}
