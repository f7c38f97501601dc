package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegAction;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.base.Mailbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's leg of a session. While the backend's bundle is being replaced the leg has no backend: what is asked
 * meanwhile waits, and goes to the same leg at the new backend.
 */
final class LegPath implements MediaPath {
    private static final Logger LOG = LoggerFactory.getLogger(LegPath.class);

    private final LegRequest request;
    private final Supplier<List<String>> names;
    private final Backends backends;
    private final PathEvents session;
    private final Mailbox box;
    private final LegWaiters waiting = new LegWaiters();
    private Optional<MediaBackend> backend = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<Leg> leg = Optional.empty();

    /** What was opened on a backend that had left already: to be released if no other one takes it over. */
    private Optional<Leg> parted = Optional.empty();

    private Optional<StopReason> owed = Optional.empty();
    private CompletableFuture<Void> answered = CompletableFuture.completedFuture(null);
    private boolean described;
    private boolean released;

    /**
     * @param request without the offer
     * @param names of the backends to try, best first; may fail like selection
     * @param box the session's mailbox
     */
    LegPath(LegRequest request, Supplier<List<String>> names, Backends backends, PathEvents session, Mailbox box) {
        this.request = request;
        this.names = names;
        this.backends = backends;
        this.session = session;
        this.box = box;
    }

    @Override
    public void start(Optional<Description> offer) {
        try {
            open(withOffer(offer.map(Sdps::forEngine)), names.get(), 0);
        } catch (ApiException none) {
            session.ended(StopReason.of(none.code(), none.text()));
        }
    }

    private LegRequest withOffer(Optional<Description> offer) {
        return new LegRequest(
                request.id(),
                request.type(),
                request.role(),
                request.kind(),
                offer,
                request.media(),
                request.options());
    }

    private void open(LegRequest full, List<String> candidates, int attempt) {
        var candidate = candidates.get(attempt);
        backend = backends.byName(candidate);
        name = Optional.of(candidate);
        if (backend.isEmpty()) {
            notOpened(full, candidates, attempt, CoreError.NO_MEDIASERVER.error());
            return;
        }
        counted(backend.get().open(full, new LegTalk(session)))
                .whenComplete((opened, failure) -> box.must(() -> {
                    if (failure != null) {
                        notOpened(full, candidates, attempt, Failures.api(failure, "opening a leg on " + candidate));
                    } else if (released) {
                        opened.release(StopReason.of(CoreError.SESSION_STOP));
                    } else {
                        attached(opened);
                    }
                }));
    }

    private void notOpened(LegRequest full, List<String> candidates, int attempt, ApiException why) {
        if (released) {
            return;
        }
        if (why.code() == CoreError.NO_MEDIASERVER && attempt + 1 < candidates.size()) {
            open(full, candidates, attempt + 1);
        } else {
            session.ended(StopReason.of(why.code(), why.text()));
        }
    }

    private void attached(Leg opened) {
        if (!described && opened.description().sdp().isEmpty()) {
            // It was answered and lost while nobody controlled it: the client has never had the answer.
            opened.release(StopReason.of(CoreError.BACKEND_DOWN));
            session.ended(StopReason.of(CoreError.BACKEND_DOWN));
            return;
        }
        if (!described) {
            described = true;
            session.description(opened.description());
        }
        leg = Optional.of(opened);
        if (isThere()) {
            parted = Optional.empty();
            waiting.serve(opened);
        } else {
            // Its backend has left meanwhile: the successor has it, if one comes.
            parted = leg;
            backendsChanged();
        }
    }

    private boolean isThere() {
        return backend.filter(backends.named(name.orElse(""))::contains).isPresent();
    }

    /**
     * A session that was carried over from before core was replaced finds its leg again.
     *
     * @param hasDescription whether the session had the leg's description
     */
    void resume(String backendName, boolean hasDescription) {
        name = Optional.of(backendName);
        described = hasDescription;
        backendsChanged();
    }

    /** The backends have changed: perhaps ours is a new object, with the same engine and the same leg. */
    void backendsChanged() {
        if (name.isEmpty()) {
            return;
        }
        var now = backends.byName(name.get());
        if (released) {
            now.ifPresent(this::releaseLate);
            return;
        }
        var named = backends.named(name.get());
        if (backend.filter(named::contains).isPresent()) {
            return;
        }
        if (now.isPresent()) {
            leg = Optional.empty();
            reattach(named, 0);
        } else if (now.isEmpty() && leg.isPresent()) {
            backend = Optional.empty();
            leg = Optional.empty();
            LOG.debug("session {} waits for backend {}", request.id(), name.get());
        }
    }

    /** Tries one after the other: of two with the same name, one may be draining with our leg on it. */
    private void reattach(List<MediaBackend> named, int attempt) {
        var to = named.get(attempt);
        backend = Optional.of(to);
        to.reattach(request.id(), new LegTalk(session))
                .whenComplete((found, failure) -> box.must(() -> {
                    if (released && failure == null) {
                        found.release(StopReason.of(CoreError.SESSION_STOP));
                        return;
                    }
                    if (released || !backend.equals(Optional.of(to))) {
                        return;
                    }
                    if (failure != null && attempt + 1 < named.size()) {
                        reattach(named, attempt + 1);
                    } else if (failure != null) {
                        session.ended(StopReason.of(
                                Failures.api(failure, "re-attaching a leg").code()));
                    } else {
                        attached(found);
                    }
                }));
    }

    /** Whether its backend is away. */
    boolean orphaned() {
        return !released && name.isPresent() && backend.isEmpty();
    }

    @Override
    public CompletionStage<Void> answer(Description answer) {
        return withLeg(l -> l.answer(Sdps.forEngine(answer)));
    }

    @Override
    public void candidate(Candidate candidate) {
        withLeg(l -> {
            l.candidate(candidate);
            return CompletableFuture.completedStage(null);
        });
    }

    @Override
    public void candidatesEnd() {
        withLeg(l -> {
            l.candidatesEnd();
            return CompletableFuture.completedStage(null);
        });
    }

    @Override
    public CompletionStage<Void> update(MediaUpdate update) {
        return withLeg(l -> l.update(update));
    }

    @Override
    public CompletionStage<Description> reoffer(Description offer) {
        return withLeg(l -> l.reoffer(Sdps.forEngine(offer)));
    }

    @Override
    public CompletionStage<Map<String, Object>> stats() {
        return withLeg(Leg::stats);
    }

    @Override
    public CompletionStage<Map<String, Object>> rawStats() {
        return withLeg(Leg::rawStats);
    }

    @Override
    public CompletionStage<Map<String, Object>> change(String type, Map<String, Object> options) {
        return withLeg(l -> l.change(type, options));
    }

    @Override
    public CompletionStage<Set<String>> actions(String family) {
        return withLeg(l -> CompletableFuture.completedStage(l.actions(family)));
    }

    @Override
    public CompletionStage<Map<String, Object>> act(LegAction action) {
        return withLeg(l -> l.act(action));
    }

    private <T> CompletionStage<T> withLeg(Function<Leg, CompletionStage<T>> task) {
        Function<Leg, CompletionStage<T>> asking = l -> counted(task.apply(l));
        return leg.map(asking).orElseGet(() -> waiting.add(asking));
    }

    private <T> CompletionStage<T> counted(CompletionStage<T> asked) {
        if (!asked.toCompletableFuture().isDone()) {
            answered = CompletableFuture.allOf(
                    answered, asked.handle((done, failure) -> done).toCompletableFuture());
        }
        return asked;
    }

    /** Completes when all that was asked of legs until now is answered. */
    CompletionStage<Void> answered() {
        return answered;
    }

    @Override
    public boolean takesTrickle() {
        return names.get().stream()
                .flatMap(each -> backends.byName(each).stream())
                .findFirst()
                .map(MediaBackend::takesTrickle)
                .orElse(true);
    }

    @Override
    public boolean watched() {
        return true;
    }

    @Override
    public Optional<String> backend() {
        return name;
    }

    @Override
    public void release(StopReason why) {
        boolean orphaned = orphaned();
        released = true;
        waiting.fail(CoreError.SESSION_STOP.error());
        if (orphaned) {
            owed = Optional.of(why);
        }
        leg.or(() -> parted).ifPresent(opened -> opened.release(why));
        leg = Optional.empty();
        parted = Optional.empty();
        // The session is remembered for a while; what its backend's bundle has loaded must not be.
        backend = Optional.empty();
    }

    /** The session ended while its backend was away: the leg is still there. */
    private void releaseLate(MediaBackend at) {
        var why = owed;
        owed = Optional.empty();
        why.ifPresent(
                reason -> at.reattach(request.id(), new LegTalk(session)).thenAccept(found -> found.release(reason)));
    }
}
