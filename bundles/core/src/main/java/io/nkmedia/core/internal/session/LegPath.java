package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegAction;
import io.nkmedia.api.media.LegEvents;
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

    private final Supplier<List<String>> names;
    private final Supplier<List<String>> choice;
    private final Backends backends;
    private final PathEvents session;
    private final Mailbox box;
    private final FormerLeg former;
    private final LegWaiters waiting = new LegWaiters();
    private LegRequest request;
    private Optional<MediaBackend> backend = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<Leg> leg = Optional.empty();

    /** What was opened on a backend that had left already: to be released if no other one takes it over. */
    private Optional<Leg> parted = Optional.empty();

    /** What waits for an engine, in place of one that has died. */
    private Optional<LegRequest> wanted = Optional.empty();

    private boolean renewed;

    /** Another one for each engine that the leg is on; others may read it. */
    private volatile Object round = new Object();

    private Optional<StopReason> owed = Optional.empty();
    private CompletableFuture<Void> answered = CompletableFuture.completedFuture(null);
    private boolean described;
    private boolean released;

    /**
     * @param request without the offer
     * @param names of the backends to try, best first; may fail like selection
     * @param choice of backends for another leg, in place of one whose engine has died; empty as long as there is none
     * @param box the session's mailbox
     */
    LegPath(
            LegRequest request,
            Supplier<List<String>> names,
            Supplier<List<String>> choice,
            Backends backends,
            PathEvents session,
            Mailbox box) {
        this.request = request;
        this.names = names;
        this.choice = choice;
        this.backends = backends;
        this.session = session;
        this.box = box;
        former = new FormerLeg(request.id(), box);
    }

    @Override
    public void start(Optional<Description> offer) {
        var full = withOffer(offer.map(Sdps::forEngine));
        if (renewed) {
            wanted = Optional.of(full);
            search();
            return;
        }
        try {
            open(full, names.get(), 0);
        } catch (ApiException none) {
            session.ended(StopReason.of(none.code(), none.text()));
        }
    }

    /**
     * The engine has died and the leg with it: what is started next gets a leg on any engine that there is, or will be.
     *
     * @param next what to open there, without the offer
     */
    void renew(LegRequest next) {
        round = new Object();
        renewed = true;
        request = next;
        described = false;
        wanted = Optional.empty();
        former.forget();
        nowhere();
        waiting.fail(CoreError.BACKEND_DOWN.error());
    }

    private void nowhere() {
        backend = Optional.empty();
        name = Optional.empty();
        leg = Optional.empty();
        parted = Optional.empty();
    }

    /** Whether a leg could be opened now. */
    boolean hasChoice() {
        return !choice.get().isEmpty();
    }

    /** Whether it waits for an engine. */
    boolean searches() {
        return wanted.isPresent();
    }

    private void search() {
        var candidates = choice.get();
        if (!candidates.isEmpty()) {
            var full = wanted.orElseThrow();
            wanted = Optional.empty();
            open(full, candidates, 0);
        }
    }

    private LegEvents talk() {
        var mine = round;
        return new LegTalk(session, () -> mine == round);
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
        var mine = round;
        counted(backend.get().open(full, talk()))
                .whenComplete((opened, failure) -> box.must(() -> {
                    if (mine != round) {
                        LOG.debug("session {} has another leg by now", request.id());
                        Optional.ofNullable(opened)
                                .ifPresent(late -> late.release(StopReason.of(CoreError.BACKEND_DOWN)));
                    } else if (failure != null) {
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
        } else if (renewed && (why.code() == CoreError.NO_MEDIASERVER || why.code() == CoreError.BACKEND_DOWN)) {
            // That engine is gone, too: the backends' next change will tell of another one.
            nowhere();
            wanted = Optional.of(full);
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
        if (wanted.isPresent()) {
            search();
            return;
        }
        if (name.isEmpty()) {
            return;
        }
        var named = backends.named(name.get());
        if (released) {
            releaseLate(named);
            return;
        }
        if (backend.filter(named::contains).isPresent() || former.isAskedOf(named)) {
            return;
        }
        if (!named.isEmpty()) {
            leg = Optional.empty();
            former.ask(named, talk(), this::found, this::notFound);
        } else if (leg.isPresent()) {
            backend = Optional.empty();
            leg = Optional.empty();
            LOG.debug("session {} waits for backend {}", request.id(), name.get());
        }
    }

    private void found(MediaBackend at, Leg found) {
        if (released) {
            found.release(StopReason.of(CoreError.SESSION_STOP));
        } else {
            backend = Optional.of(at);
            attached(found);
        }
    }

    private void notFound(Throwable why) {
        if (!released) {
            session.ended(StopReason.of(Failures.api(why, "re-attaching a leg").code()));
        }
    }

    /** Whether its backend is away. */
    boolean orphaned() {
        return !released && name.isPresent() && backend.isEmpty() && !former.isAsked();
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
        return (renewed ? choice : names)
                .get().stream()
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
        wanted = Optional.empty();
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
    private void releaseLate(List<MediaBackend> named) {
        if (!named.isEmpty()) {
            var why = owed;
            owed = Optional.empty();
            why.ifPresent(reason ->
                    named.forEach(at -> at.reattach(request.id(), talk()).thenAccept(found -> found.release(reason))));
        }
    }
}
