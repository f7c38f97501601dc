package io.nkmedia.janus.internal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.gateway.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin side of an engine: statistics, and what the media side can't tell. Its methods may be called anywhere. */
public final class AdminClient extends Wire {
    private static final Logger LOG = LoggerFactory.getLogger(AdminClient.class);
    private static final int SCHEMA = 1;

    AdminClient(Connection connection, Tools tools, Optional<ObjectNode> saved) {
        super(
                connection,
                tools,
                "admin_secret",
                saved.map(s -> s.path("next").asLong(1)).orElse(1L));
    }

    /** All that the engine knows of a handle. */
    public CompletionStage<ObjectNode> handleInfo(long session, long handle) {
        return ask(Json.object()
                .put("janus", "handle_info")
                .put("session_id", session)
                .put("handle_id", handle));
    }

    /** The ids of all its sessions. */
    public CompletionStage<List<Long>> sessions() {
        return ask(Json.object().put("janus", "list_sessions")).thenApply(reply -> ids(reply, "sessions"));
    }

    /** The ids of all handles of a session. */
    public CompletionStage<List<Long>> handles(long session) {
        return ask(Json.object().put("janus", "list_handles").put("session_id", session))
                .thenApply(reply -> ids(reply, "handles"));
    }

    private static List<Long> ids(ObjectNode reply, String member) {
        var ids = new ArrayList<Long>();
        reply.path(member).forEach(id -> ids.add(id.asLong()));
        return ids;
    }

    /** Ends a session that isn't ours. */
    public CompletionStage<ObjectNode> destroySession(long session) {
        return ask(Json.object().put("janus", "destroy_session").put("session_id", session));
    }

    private CompletionStage<ObjectNode> ask(ObjectNode frame) {
        return call(() -> request(frame, false, OP_LIMIT));
    }

    @Override
    void taken() {}

    @Override
    void left() {}

    @Override
    void unasked(String kind, ObjectNode frame) {
        LOG.debug("{}: {} that nobody waits for", this, kind);
    }

    @Override
    void refused(Refusal refusal, ObjectNode frame) {
        LOG.debug("{}: refused: {}", this, refusal.getMessage());
    }

    @Override
    ObjectNode state(long nextId) {
        return Json.object().put("schema", SCHEMA).put("next", nextId);
    }
}
