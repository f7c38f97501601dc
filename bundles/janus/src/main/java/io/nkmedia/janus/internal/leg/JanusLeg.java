package io.nkmedia.janus.internal.leg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.janus.internal.wire.ControlClient;
import io.nkmedia.janus.internal.wire.Handle;
import io.nkmedia.janus.internal.wire.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One handle on the engine as a leg. Its state lives in the connection's mailbox. */
final class JanusLeg implements Leg {
    private static final Logger LOG = LoggerFactory.getLogger(JanusLeg.class);

    private final Engine engine;
    private final ControlClient control;
    private final Handle handle;
    private final LegType type;
    private final LegListener listener;
    private volatile Description description;

    JanusLeg(Engine engine, Handle handle, LegType type, LegListener listener, Description description) {
        this.engine = engine;
        this.control = engine.control();
        this.handle = handle;
        this.type = type;
        this.listener = listener;
        this.description = description;
    }

    @Override
    public String id() {
        return handle.leg();
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public CompletionStage<Void> answer(Description answer) {
        return ask("answer", () -> {
            var jsep = Jsep.of("answer", answer);
            return control.message(handle, type.answer(), Optional.of(jsep)).thenApply(reply -> null);
        });
    }

    @Override
    public void candidate(Candidate candidate) {
        var frame = Json.object().put("candidate", candidate.candidate());
        candidate.sdpMid().ifPresent(mid -> frame.put("sdpMid", mid));
        candidate.sdpMLineIndex().ifPresent(index -> frame.put("sdpMLineIndex", index));
        trickle(frame);
    }

    @Override
    public void candidatesEnd() {
        trickle(Json.object().put("completed", true));
    }

    private void trickle(ObjectNode candidate) {
        boolean queued = control.tell(() -> {
            if (live()) {
                control.trickle(handle, candidate);
            }
        });
        if (!queued) {
            LOG.warn("leg {}: candidate dropped, {} is overloaded", id(), control);
        }
    }

    @Override
    public CompletionStage<Void> update(MediaUpdate update) {
        if (update.isEmpty()) {
            return CompletableFuture.allOf();
        }
        return ask(
                "update",
                () -> control.message(handle, type.update(update), Optional.empty())
                        .thenApply(reply -> null));
    }

    @Override
    public CompletionStage<Description> reoffer(Description offer) {
        return ask("reoffer", () -> {
            String ufrag = Jsep.ufrag(offer.sdp());
            var jsep = Jsep.of("offer", offer).put("update", true);
            if (!ufrag.equals(handle.ufrag())) {
                jsep.put("restart", true);
            }
            return control.message(handle, type.reoffer(), Optional.of(jsep)).thenApply(reply -> {
                var answer = Jsep.in(reply, engine.trickles());
                handle.ufrag(ufrag);
                handle.describe(answer);
                description = answer;
                return answer;
            });
        });
    }

    @Override
    public CompletionStage<Map<String, Object>> stats() {
        return info(Stats::of);
    }

    @Override
    public CompletionStage<Map<String, Object>> rawStats() {
        return info(Stats::raw);
    }

    private CompletionStage<Map<String, Object>> info(Function<JsonNode, Map<String, Object>> read) {
        var admin = engine.admin();
        if (admin.isEmpty()) {
            return CompletableFuture.failedFuture(CoreError.NOT_IMPLEMENTED.error());
        }
        return ask(
                "stats",
                () -> admin.get()
                        .handleInfo(control.session(), handle.id())
                        .thenApply(reply -> read.apply(reply.path("info"))));
    }

    @Override
    public void release(StopReason why) {
        control.must(() -> {
            if (live()) {
                LOG.debug("leg {} is given back: {}", id(), why);
                listener.close();
                control.detach(handle);
            }
        });
    }

    /** Whether this object, and not one that took the leg over since, carries it. */
    private boolean live() {
        return handle.heardBy(listener);
    }

    private <T> CompletionStage<T> ask(String what, Supplier<CompletionStage<T>> task) {
        return control.<T>call(() -> {
                    if (!live()) {
                        throw CoreError.BACKEND_DOWN.error();
                    }
                    return task.get();
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(Failures.of(id(), what, failure)));
    }
}
