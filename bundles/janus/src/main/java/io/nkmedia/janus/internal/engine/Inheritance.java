package io.nkmedia.janus.internal.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.base.Stages;
import io.nkmedia.janus.internal.leg.Legs;
import io.nkmedia.janus.internal.wire.AdminClient;
import io.nkmedia.janus.internal.wire.ControlClient;
import io.nkmedia.janus.internal.wire.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine of ours still carries of a controller that has died. The session is claimed, and since what happened
 * meanwhile was told to nobody, the admin side is asked how things are. Safe for use by any thread.
 *
 * @param trickles whether the engine's candidates come after its SDP
 */
record Inheritance(ControlClient control, AdminClient admin, Legs legs, boolean trickles) {
    private static final Logger LOG = LoggerFactory.getLogger(Inheritance.class);

    /** So many handles are asked for at once. */
    private static final int BATCH = 100;

    private record Found(long session, List<Long> handles) {}

    /**
     * Takes over what is there; without effect if the connection has a session already, or the engine none.
     *
     * @return completes when all its handles are known
     */
    CompletionStage<Void> take() {
        return control.call(() -> control.session() != 0
                ? done()
                : admin.sessions()
                        .thenCompose(sessions -> largest(sessions, 0, Optional.empty()))
                        .thenCompose(found -> found.map(this::claim).orElseGet(Inheritance::done)));
    }

    /** A controller has one session. Were there more, it is the one with the legs; the others are nobody's. */
    private CompletionStage<Optional<Found>> largest(List<Long> sessions, int next, Optional<Found> best) {
        if (next == sessions.size()) {
            return CompletableFuture.completedStage(best);
        }
        long session = sessions.get(next);
        return unlessGone(admin.handles(session)).thenCompose(handles -> {
            var found = handles.map(ids -> new Found(session, ids));
            boolean better = found.isPresent()
                    && best.filter(b ->
                                    b.handles().size() > found.get().handles().size())
                            .isEmpty();
            return largest(sessions, next + 1, better ? found : best);
        });
    }

    private CompletionStage<Void> claim(Found found) {
        return unlessGone(control.claim(found.session()))
                .thenCompose(claimed -> claimed.isEmpty()
                        ? done()
                        : look(found, 0, new ConcurrentLinkedQueue<>()).thenCompose(states -> {
                            LOG.info(
                                    "{}: {} of {} handles of the controller that died go on",
                                    control,
                                    states.size(),
                                    found.handles().size());
                            return control.inherit(found.handles(), states);
                        }));
    }

    private CompletionStage<Collection<ObjectNode>> look(Found found, int from, Collection<ObjectNode> states) {
        var ids = found.handles();
        if (from >= ids.size()) {
            return CompletableFuture.completedStage(states);
        }
        int to = Math.min(ids.size(), from + BATCH);
        var asked = ids.subList(from, to).stream()
                .map(id -> unlessGone(admin.handleInfo(found.session(), id))
                        .thenAccept(reply -> reply.flatMap(info -> legs.inherited(info.path("info"), trickles))
                                .ifPresent(states::add))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(asked).thenCompose(all -> look(found, to, states));
    }

    /** Empty if the engine doesn't know any more what was asked about. */
    private static <T> CompletionStage<Optional<T>> unlessGone(CompletionStage<T> asked) {
        return asked.thenApply(Optional::of)
                .exceptionallyCompose(failure -> Stages.cause(failure) instanceof Refusal refusal && refusal.isGone()
                        ? CompletableFuture.completedStage(Optional.empty())
                        : CompletableFuture.failedStage(failure));
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }
}
