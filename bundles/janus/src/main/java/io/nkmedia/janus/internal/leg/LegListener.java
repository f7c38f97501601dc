package io.nkmedia.janus.internal.leg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.janus.internal.wire.ControlClient;
import io.nkmedia.janus.internal.wire.Handle;
import io.nkmedia.janus.internal.wire.HandleEvents;
import io.nkmedia.janus.internal.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a leg's owner what the engine says of its handle. */
final class LegListener implements HandleEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LegListener.class);
    private static final String READY = "webrtc_ready";

    private final ControlClient control;
    private final Handle handle;
    private final LegEvents events;
    private final SlowLink slowLink;
    private boolean opened;
    private boolean failed;

    LegListener(ControlClient control, Handle handle, LegEvents events) {
        this.control = control;
        this.handle = handle;
        this.events = events;
        this.slowLink = new SlowLink(control, this::slow);
    }

    /** The leg was given to its owner: from now on its end is told. */
    void opened() {
        opened = true;
    }

    void close() {
        slowLink.close();
    }

    @Override
    public void frame(String kind, ObjectNode frame) {
        switch (kind) {
            case "webrtcup" -> up();
            case "media" -> media(frame);
            case "slowlink" -> slowLink.hint(frame);
            case "trickle" -> trickle(frame.path("candidate") instanceof ObjectNode c ? c : Json.object());
            case "hangup" -> down(Json.text(frame, "reason").orElse("no reason given"));
            case "detached" -> control.end(handle, StopReason.of(CoreError.SESSION_FAILED));
            case "event" -> event(frame);
            default -> LOG.debug("leg {}: {} is not known here", handle.leg(), kind);
        }
    }

    private void up() {
        tell(both("ready", true));
        if (failed) {
            failed = false;
            events.connectivity(false, "connected again");
        }
    }

    private void down(String reason) {
        failed = true;
        tell(reason.startsWith("ICE") ? both("failed", false) : Map.of(READY, false));
        events.connectivity(true, reason);
    }

    private static Map<String, Object> both(String ice, boolean ready) {
        var status = new LinkedHashMap<String, Object>();
        status.put("ice_status", ice);
        status.put(READY, ready);
        return status;
    }

    private void media(ObjectNode frame) {
        String state = frame.path("receiving").asBoolean() ? "started" : "stopped";
        Json.text(frame, "type")
                .filter(type -> type.equals("audio") || type.equals("video"))
                .ifPresent(type -> tell(Map.of(type + "_status", state)));
    }

    private void tell(Map<String, Object> changed) {
        handle.remember(changed);
        events.status(changed);
    }

    /** Tells a new owner how things are, since it may have missed how they came about. */
    void present() {
        var status = new LinkedHashMap<>(handle.status());
        // When it ends isn't known any more; if the network is still slow, the next hint says so.
        status.computeIfPresent(SlowLink.KEY, (key, slow) -> false);
        if (!status.isEmpty()) {
            tell(status);
        }
        if (Boolean.FALSE.equals(status.get(READY))) {
            failed = true;
            events.connectivity(true, "lost before the leg was taken over");
        }
    }

    private void trickle(ObjectNode candidate) {
        if (candidate.path("completed").asBoolean()) {
            events.candidatesEnd();
            return;
        }
        var index = Json.number(candidate, "sdpMLineIndex");
        Json.text(candidate, "candidate")
                .ifPresent(text -> events.candidate(new Candidate(
                        Json.text(candidate, "sdpMid"),
                        index.isPresent() ? Optional.of((int) index.getAsLong()) : Optional.empty(),
                        text,
                        Optional.empty())));
    }

    private void event(ObjectNode frame) {
        var data = frame.path("plugindata").path("data");
        if (data.has("error_code")) {
            LOG.warn("leg {}: its plugin reports {}", handle.leg(), data);
        }
    }

    private void slow(Map<String, Object> status) {
        if (handle.heardBy(this)) {
            handle.remember(Map.of(SlowLink.KEY, !Boolean.FALSE.equals(status.get(SlowLink.KEY))));
            events.status(status);
        }
    }

    @Override
    public void gone(StopReason why) {
        close();
        if (opened) {
            events.status(Map.of(READY, false));
            events.ended(why);
        }
    }
}
