package io.nkmedia.janus.internal.leg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.Role;
import io.nkmedia.base.Stages;
import io.nkmedia.janus.internal.wire.ControlClient;
import io.nkmedia.janus.internal.wire.Gone;
import io.nkmedia.janus.internal.wire.Handle;
import io.nkmedia.janus.internal.wire.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens legs of all types on an engine, and takes over those of an earlier holder. Safe for use by any thread. */
public final class Legs {
    private static final Logger LOG = LoggerFactory.getLogger(Legs.class);

    private final List<LegType> types;

    public Legs(List<LegType> types) {
        this.types = List.copyOf(types);
        Failures.prepare();
    }

    public Set<Capability> capabilities() {
        return types.stream().map(LegType::capability).collect(Collectors.toUnmodifiableSet());
    }

    /** Opens a leg; fails with an {@link ApiException} and then leaves nothing behind. */
    public CompletionStage<Leg> open(Engine engine, LegRequest request, LegEvents events) {
        var type = types.stream().filter(t -> does(t.capability(), request)).findFirst();
        if (type.isEmpty()) {
            return CompletableFuture.failedFuture(CoreError.NOT_IMPLEMENTED.error());
        }
        if (request.role() == Role.OFFEREE && request.offer().isEmpty()) {
            return CompletableFuture.failedFuture(CoreError.OFFER_NOT_SET.error());
        }
        return engine.control()
                .<Leg>call(() -> engine.isOurs()
                        ? attach(engine, type.get(), request)
                                .thenCompose(handle -> negotiate(engine, handle, type.get(), request, events))
                        : CompletableFuture.failedFuture(CoreError.NO_MEDIASERVER.error()))
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(Failures.of(request.id(), "open", failure)));
    }

    private static boolean does(Capability can, LegRequest wanted) {
        return can.type().equals(wanted.type()) && can.role() == wanted.role() && can.kind() == wanted.kind();
    }

    private static CompletionStage<Handle> attach(Engine engine, LegType type, LegRequest request) {
        return engine.control()
                .attach(type.plugin(), request.id(), type.name())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(beforeAnything(request.id(), failure)));
    }

    /** No SDP was seen yet: another engine may take the session. */
    private static Throwable beforeAnything(String leg, Throwable failure) {
        var cause = Stages.cause(failure);
        if (cause instanceof Refusal || cause instanceof Gone) {
            LOG.info("leg {}: no handle: {}", leg, cause.getMessage());
            return CoreError.NO_MEDIASERVER.error();
        }
        return cause;
    }

    private static CompletionStage<Leg> negotiate(
            Engine engine, Handle handle, LegType type, LegRequest request, LegEvents events) {
        var control = engine.control();
        if (!engine.isOurs()) {
            // Whoever wanted it is gone: a listener of ours would keep the next owner from giving it back.
            control.detach(handle);
            return CompletableFuture.failedFuture(CoreError.NO_MEDIASERVER.error());
        }
        var listener = new LegListener(control, handle, events);
        handle.listen(listener);
        var answer = new CompletableFuture<Leg>();
        say(control, handle, type, request).whenComplete((description, failure) -> {
            if (failure != null) {
                listener.close();
                control.detach(handle);
                answer.completeExceptionally(failure);
                return;
            }
            var described = description.withTrickle(engine.trickles());
            handle.describe(described);
            if (!handle.heardBy(listener)) {
                // The next owner takes the leg over, or gives it back.
                listener.close();
                answer.completeExceptionally(CoreError.BACKEND_DOWN.error());
            } else {
                listener.opened();
                answer.complete(new JanusLeg(engine, handle, type, listener, described));
            }
        });
        return answer;
    }

    private static CompletionStage<Description> say(
            ControlClient control, Handle handle, LegType type, LegRequest request) {
        try {
            var jsep = request.offer().map(offer -> {
                handle.ufrag(Jsep.ufrag(offer.sdp()));
                return Jsep.of("offer", offer);
            });
            return control.message(handle, type.open(request), jsep).thenApply(reply -> Jsep.in(reply, false));
        } catch (ApiException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Takes a leg over; fails with {@code backend_down} if the engine doesn't have it. */
    public CompletionStage<Leg> reattach(Engine engine, String id, LegEvents events) {
        var control = engine.control();
        return control.call(() -> {
            var handle = control.find(id);
            return handle.isEmpty()
                    ? gone()
                    // Its opening may be under way: then it began before the replacement, and is ours to finish.
                    : handle.get()
                            .described()
                            .thenCompose(there -> take(engine, handle.get(), events)
                                    .<CompletionStage<Leg>>map(CompletableFuture::completedFuture)
                                    .orElseGet(Legs::gone));
        });
    }

    /** What {@link #reattach} needs of a handle, read from how the engine describes it; empty if it is of no use. */
    public Optional<ObjectNode> inherited(JsonNode info, boolean trickles) {
        var plugin = info.path("plugin").asText();
        return types.stream()
                .filter(type -> type.plugin().equals(plugin))
                .findFirst()
                .flatMap(type -> Estate.of(info, type.name(), trickles));
    }

    private static CompletionStage<Leg> gone() {
        return CompletableFuture.failedFuture(CoreError.BACKEND_DOWN.error());
    }

    private Optional<Leg> take(Engine engine, Handle handle, LegEvents events) {
        var type = types.stream().filter(t -> t.name().equals(handle.type())).findFirst();
        var description = handle.description();
        if (type.isEmpty() || description.isEmpty()) {
            return Optional.empty();
        }
        var listener = new LegListener(engine.control(), handle, events);
        listener.opened();
        listener.present();
        handle.listen(listener);
        return Optional.of(new JanusLeg(engine, handle, type.get(), listener, description.get()));
    }
}
