package io.nkmedia.janus.internal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.SdpKind;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One handle on the engine: what it is and who is told of it. While nobody is (this bundle or core is being replaced),
 * its frames are kept. Only touched in the connection's mailbox.
 */
public final class Handle {
    private static final Logger LOG = LoggerFactory.getLogger(Handle.class);

    /** Beyond this, hints are dropped while nobody listens; what ends something is kept always. */
    private static final int MAX_HELD = 200;

    private final long id;
    private final String leg;
    private final String type;
    private Optional<Description> description = Optional.empty();
    private final Map<String, Object> status = new LinkedHashMap<>();
    private String ufrag = "";
    private @Nullable HandleEvents events;
    private final CompletableFuture<Optional<Description>> described = new CompletableFuture<>();
    private final Queue<Held> held = new ArrayDeque<>();

    private record Held(String kind, ObjectNode frame) {}

    Handle(long id, String leg, String type) {
        this.id = id;
        this.leg = leg;
        this.type = type;
    }

    static Handle restore(ObjectNode saved) {
        var handle = new Handle(
                saved.path("id").asLong(),
                saved.path("leg").asText(),
                saved.path("type").asText());
        Json.text(saved, "sdp")
                .ifPresent(sdp -> handle.describe(new Description(
                        sdp,
                        SdpKind.valueOf(saved.path("kind").asText(SdpKind.WEBRTC.name())),
                        saved.path("trickle").asBoolean())));
        if (handle.description.isEmpty()) {
            // Whoever waited for the engine's answer is gone with the earlier version.
            handle.described.complete(Optional.empty());
        }
        handle.ufrag = saved.path("ufrag").asText();
        saved.path("status")
                .properties()
                .forEach(entry -> handle.status.put(
                        entry.getKey(),
                        entry.getValue().isBoolean()
                                ? entry.getValue().booleanValue()
                                : entry.getValue().asText()));
        return handle;
    }

    ObjectNode state() {
        var state =
                Json.object().put("id", id).put("leg", leg).put("type", type).put("ufrag", ufrag);
        description.ifPresent(
                d -> state.put("sdp", d.sdp()).put("kind", d.kind().name()).put("trickle", d.trickle()));
        var kept = state.putObject("status");
        status.forEach((key, value) -> {
            if (value instanceof Boolean flag) {
                kept.put(key, flag);
            } else {
                kept.put(key, value.toString());
            }
        });
        return state;
    }

    public long id() {
        return id;
    }

    /** The leg's id. */
    public String leg() {
        return leg;
    }

    /** Which kind of leg it is, by the name of its type. */
    public String type() {
        return type;
    }

    /** Completes when the engine's first offer or answer is there, or without one when the handle is gone. */
    public CompletionStage<Optional<Description>> described() {
        return described.copy();
    }

    /** The engine's last offer or answer. */
    public Optional<Description> description() {
        return description;
    }

    public void describe(Description changed) {
        description = Optional.of(changed);
        described.complete(description);
    }

    /** The status that lasts: whoever takes the leg over is told it again. */
    public Map<String, Object> status() {
        return Map.copyOf(status);
    }

    /** Keeps what lasts; its values are text and booleans. */
    public void remember(Map<String, Object> changed) {
        status.putAll(changed);
    }

    /** The ICE user name of the client's last offer; another one in the next means an ICE restart. */
    public String ufrag() {
        return ufrag;
    }

    public void ufrag(String changed) {
        ufrag = changed;
    }

    /** From now on {@code listener} is told, first of what was kept. */
    public void listen(HandleEvents listener) {
        events = listener;
        for (var next = held.poll(); next != null && events == listener; next = held.poll()) {
            listener.frame(next.kind(), next.frame());
        }
    }

    public boolean heardBy(HandleEvents listener) {
        return events == listener;
    }

    boolean isHeard() {
        return events != null;
    }

    void unlisten() {
        events = null;
    }

    void deliver(String kind, ObjectNode frame) {
        var listener = events;
        if (listener != null) {
            listener.frame(kind, frame);
        } else if (held.size() < MAX_HELD || kind.equals("hangup") || kind.equals("detached")) {
            held.add(new Held(kind, frame));
        } else {
            LOG.debug("leg {}: {} dropped, nobody listens", leg, kind);
        }
    }

    /** It belongs to nobody any more. */
    void gone() {
        events = null;
        described.complete(Optional.empty());
    }

    void gone(StopReason why) {
        var listener = events;
        gone();
        if (listener != null) {
            listener.gone(why);
        }
    }
}
