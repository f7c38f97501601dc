package io.nkmedia.janus.internal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media side of an engine: one session of the engine for all legs, one handle a leg. Methods are called in its
 * mailbox unless they say otherwise.
 */
public final class ControlClient extends Wire {
    private static final Logger LOG = LoggerFactory.getLogger(ControlClient.class);
    private static final int SCHEMA = 1;

    /** So much is kept of handles that aren't known yet; further frames are lost. */
    private static final int MAX_UNSORTED = 20_000;

    private final Map<Long, Handle> handles = new LinkedHashMap<>();
    private long session;
    private volatile int legs;
    private Time.Timer holding = () -> {};
    private Optional<Queue<Runnable>> unsorted = Optional.empty();

    ControlClient(Connection connection, Tools tools, Optional<ObjectNode> saved) {
        super(
                connection,
                tools,
                "apisecret",
                saved.map(s -> s.path("next").asLong(1)).orElse(1L));
        saved.ifPresent(state -> {
            session = state.path("session").asLong();
            state.path("handles").forEach(node -> {
                if (node instanceof ObjectNode object) {
                    add(Handle.restore(object));
                }
            });
        });
    }

    /** How many legs it carries. On any thread. */
    public int legs() {
        return legs;
    }

    /** What the engine says of itself. On any thread. */
    public CompletionStage<ObjectNode> info() {
        return call(() -> request(Json.object().put("janus", "info"), false, OP_LIMIT));
    }

    /** Completes if the engine answers within {@code limit}. On any thread. */
    public CompletionStage<ObjectNode> ping(Duration limit) {
        return call(() -> request(Json.object().put("janus", "ping"), false, limit));
    }

    /** Makes the engine's session unless there is one from an earlier holder; gives its id. On any thread. */
    public CompletionStage<Long> join() {
        return call(() -> session != 0
                ? CompletableFuture.completedFuture(session)
                : request(Json.object().put("janus", "create"), false, OP_LIMIT).thenApply(reply -> {
                    session = id(reply);
                    return session;
                }));
    }

    /**
     * Takes the session of another holder, which is gone, over. What is told of its handles from now on waits for
     * {@link #inherit}. On any thread.
     */
    public CompletionStage<ObjectNode> claim(long id) {
        return call(() -> {
            unsorted = Optional.of(new ArrayDeque<>());
            return request(Json.object().put("janus", "claim").put("session_id", id), false, OP_LIMIT)
                    .thenApply(reply -> {
                        session = id;
                        return reply;
                    });
        });
    }

    /**
     * Knows the handles of the session that was claimed.
     *
     * @param all of them; those without a state are of no use and are given back
     * @param states as {@link Handle#state} makes them
     */
    public CompletionStage<Void> inherit(List<Long> all, Collection<ObjectNode> states) {
        return call(() -> {
            states.forEach(state -> add(Handle.restore(state)));
            all.stream().filter(id -> !handles.containsKey(id)).forEach(id -> detach(id, "of nobody"));
            var waiting = unsorted;
            unsorted = Optional.empty();
            waiting.ifPresent(frames -> frames.forEach(Runnable::run));
            taken();
            return done();
        });
    }

    /** Tells the engine that its session is wanted. On any thread. */
    public void keepalive() {
        must(() -> request(frame("keepalive"), false, OP_LIMIT).whenComplete((reply, failure) -> {
            if (failure != null && isOpen()) {
                LOG.warn("{}: keepalive failed: {}", this, failure.getMessage());
            }
        }));
    }

    /** A new handle for a leg. */
    public CompletionStage<Handle> attach(String plugin, String leg, String type) {
        var frame = frame("attach").put("plugin", plugin).put("opaque_id", leg);
        return request(frame, false, OP_LIMIT).thenApply(reply -> {
            var handle = new Handle(id(reply), leg, type);
            add(handle);
            return handle;
        });
    }

    /**
     * Sends a message to a handle's plugin.
     *
     * @return the plugin's answer; fails with a {@link Refusal} if that is an error
     */
    public CompletionStage<ObjectNode> message(Handle handle, ObjectNode body, Optional<ObjectNode> jsep) {
        var frame = frame("message").put("handle_id", handle.id());
        frame.set("body", body);
        jsep.ifPresent(j -> frame.set("jsep", j));
        return request(frame, true, OP_LIMIT).thenCompose(reply -> {
            var data = reply.path("plugindata").path("data");
            var code = Json.number(data, "error_code");
            return code.isEmpty()
                    ? CompletableFuture.completedFuture(reply)
                    : CompletableFuture.failedFuture(new Refusal(
                            (int) code.getAsLong(), Json.text(data, "error").orElse("no reason given")));
        });
    }

    /** Passes a candidate on. */
    public void trickle(Handle handle, ObjectNode candidate) {
        var frame = frame("trickle").put("handle_id", handle.id());
        frame.set("candidate", candidate);
        request(frame, false, OP_LIMIT).whenComplete((reply, failure) -> {
            if (failure != null) {
                LOG.info("leg {}: candidate not taken: {}", handle.leg(), failure.getMessage());
            }
        });
    }

    /**
     * Gives a handle back; nothing is heard of it any more. Without an owner there is no secret to ask with: then it goes
     * with all that nobody takes when the next owner has been there for a while.
     */
    public void detach(Handle handle) {
        if (owner().isEmpty()) {
            handle.unlisten();
        } else if (remove(handle)) {
            handle.gone();
            detach(handle.id(), handle.leg());
        }
    }

    private void detach(long id, String leg) {
        request(frame("detach").put("handle_id", id), false, OP_LIMIT).whenComplete((reply, failure) -> {
            if (failure != null && isOpen()) {
                LOG.warn("leg {}: its handle was not given back: {}", leg, failure.getMessage());
            }
        });
    }

    /** The handle of a leg. */
    public Optional<Handle> find(String leg) {
        return handles.values().stream().filter(h -> h.leg().equals(leg)).findFirst();
    }

    /** The engine's session, 0 if there is none yet. */
    public long session() {
        return session;
    }

    /** The engine is lost: all legs end now. On any thread. */
    public void lose() {
        var why = StopReason.of(CoreError.BACKEND_DOWN);
        must(() -> List.copyOf(handles.values()).forEach(handle -> end(handle, why)));
    }

    /** Gives the engine's session back; for an engine that goes on without us. On any thread. */
    public CompletionStage<ObjectNode> leave() {
        return call(() -> {
            var reply = request(frame("destroy"), false, OP_LIMIT);
            session = 0;
            return reply;
        });
    }

    @Override
    void taken() {
        holding.close();
        holding = after(
                HOLD,
                () -> List.copyOf(handles.values()).stream()
                        .filter(handle -> !handle.isHeard())
                        .forEach(handle -> {
                            LOG.warn("leg {} was not taken over again, its handle is given back", handle.leg());
                            detach(handle);
                        }));
    }

    @Override
    void left() {
        handles.values().forEach(Handle::unlisten);
    }

    @Override
    void unasked(String kind, ObjectNode frame) {
        var sender = Json.number(frame, "sender");
        if (sender.isPresent()) {
            deliver(kind, frame, handles.get(sender.getAsLong()));
            return;
        }
        switch (kind) {
            case "timeout" -> owner().ifPresent(owner -> owner.gone("the engine has dropped our session"));
            case "pong" -> owner().ifPresent(Owner::alive);
            case "success" -> giveBackLate(frame);
            case "error" ->
                LOG.warn(
                        "{}: error that belongs to no request: {}",
                        this,
                        refusal(frame).getMessage());
            default -> LOG.debug("{}: {} that nobody waits for", this, kind);
        }
    }

    private void deliver(String kind, ObjectNode frame, @Nullable Handle handle) {
        if (handle == null
                && unsorted.filter(frames -> frames.size() < MAX_UNSORTED).isPresent()) {
            unsorted.get().add(() -> unasked(kind, frame));
        } else if (handle == null) {
            LOG.debug("{}: {} of a handle that is gone", this, kind);
        } else if (kind.equals("detached") && !handle.isHeard()) {
            remove(handle);
        } else {
            handle.deliver(kind, frame);
        }
    }

    /** A handle that came after whoever wanted it had given up, or was replaced, belongs to nobody. */
    private void giveBackLate(ObjectNode frame) {
        var late = Json.number(frame.path("data"), "id");
        boolean ours = Json.number(frame, "session_id").orElse(0) == session;
        if (late.isPresent() && ours && !handles.containsKey(late.getAsLong())) {
            var handle = new Handle(late.getAsLong(), "of nobody", "");
            add(handle);
            detach(handle);
        }
    }

    @Override
    void refused(Refusal refusal, ObjectNode frame) {
        boolean ours = Json.number(frame, "session_id").orElse(0) == session;
        if (refusal.code() == Refusal.NO_SESSION && ours) {
            owner().ifPresent(owner -> owner.gone("the engine does not know our session"));
        }
    }

    /** Ends a handle that the engine has ended. */
    public void end(Handle handle, StopReason why) {
        if (remove(handle)) {
            handle.gone(why);
        }
    }

    private void add(Handle handle) {
        handles.put(handle.id(), handle);
        legs = handles.size();
    }

    private boolean remove(Handle handle) {
        boolean removed = handles.remove(handle.id(), handle);
        legs = handles.size();
        return removed;
    }

    private ObjectNode frame(String kind) {
        return Json.object().put("janus", kind).put("session_id", session);
    }

    private static long id(ObjectNode reply) {
        return Json.number(reply.path("data"), "id").orElseThrow(() -> new Refusal(0, "a reply without an id"));
    }

    @Override
    ObjectNode state(long nextId) {
        var state = Json.object().put("schema", SCHEMA).put("next", nextId).put("session", session);
        var list = state.putArray("handles");
        handles.values().forEach(handle -> list.add(handle.state()));
        return state;
    }
}
