package io.nkmedia.core.internal.session;

import static io.nkmedia.core.internal.session.SessionState.DESTROYED;
import static io.nkmedia.core.internal.session.SessionState.READY;
import static io.nkmedia.core.internal.session.SessionState.STARTING;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.Role;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.core.internal.media.TrickleGate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One media session: its life, its offer and answer, and what is on its server side. All state belongs to its mailbox;
 * methods may be called by any thread and never block. After its end they fail with {@code session_not_found}.
 */
public final class MediaSession {
    private final SessionSettings settings;
    private final SessionHost host;
    private final Mailbox box;
    private final Scope scope;
    private final Deadlines times;
    private final PeerLinks links;
    private final MediaPath path;
    private final MediaWatch watch;
    private final SessionEvents events;
    private final SessionReport report;
    private final Negotiation negotiation;
    private final CompletableFuture<Description> made = new CompletableFuture<>();
    private SessionState state = STARTING;

    /** Makes the server side of a session. */
    interface PathMaker {
        MediaPath make(MediaPath.PathEvents session, Mailbox box, PeerLinks links);
    }

    MediaSession(SessionSettings settings, SessionHost host, PathMaker makePath) {
        this.settings = settings;
        this.host = host;
        box = host.mailboxes().create("session " + settings.id());
        scope = new Scope("session " + settings.id());
        times = new Deadlines(host.time(), scope, this::post, this::late);
        links = new PeerLinks(settings, host);
        events = new SessionEvents(settings.id(), host);
        report = new SessionReport(settings, host.time());
        watch = new MediaWatch(host, box, scope, this::stop);
        path = makePath.make(new ServerSide(this), box, links);
        negotiation = new Negotiation(settings, path, links, events, report, times, new Progress());
    }

    public String id() {
        return settings.id();
    }

    public SessionSettings settings() {
        return settings;
    }

    // ---- life ----

    /**
     * Begins. Offer and answer have been checked.
     *
     * @return fails with what the caller of {@code create} shall see; the session is over then
     */
    public CompletionStage<Void> start(Optional<Description> offer, Optional<Description> answer) {
        return whileAlive(() -> {
            events.created(info(false, false));
            times.life(Duration.ofSeconds(settings.waitTimeout()));
            times.start();
            if (settings.owner().isEmpty()) {
                watch.ownerless();
            }
            if (!linkToMaster()) {
                return CompletableFuture.failedStage(CoreError.PEER_STOPPED.error());
            }
            negotiation.start(offer, answer);
            return CompletableFuture.completedStage(null);
        });
    }

    private boolean linkToMaster() {
        if (settings.masterId().isEmpty()) {
            return true;
        }
        var master = links.master();
        master.ifPresent(m -> m.box.must(() -> {
            if (m.state == DESTROYED) {
                peerEnded(m.id());
            } else {
                m.links.addSlave(this);
            }
        }));
        if (master.isEmpty()) {
            stop(StopReason.of(CoreError.PEER_STOPPED));
        }
        return master.isPresent();
    }

    /** Ends it because somebody asked for it. Idempotent. */
    public CompletionStage<Void> destroy(StopReason why) {
        var done = new CompletableFuture<Void>();
        box.must(() -> {
            stop(why);
            done.complete(null);
        });
        return done;
    }

    /** Waiting calls, peers, event, leg, record: in this order (media-session.md §3). */
    private void stop(StopReason why) {
        if (state == DESTROYED) {
            return;
        }
        state = state.after(SessionState.Step.STOPPED);
        report.ended(why);
        scope.close();
        negotiation.stopped();
        made.completeExceptionally(
                why.detail().map(text -> new ApiException(why.code(), text)).orElse(new ApiException(why.code())));
        links.all().forEach(peer -> peer.peerEnded(id()));
        events.destroyed(why);
        path.release(why);
        events.record(info(true, true), report.timelog());
        negotiation.forget();
        host.ended(this);
    }

    private void peerEnded(String peerId) {
        box.must(() -> {
            if (links.ended(peerId) && settings.stopAfterPeer()) {
                stop(StopReason.of(CoreError.PEER_STOPPED));
            }
        });
    }

    private void late(CoreError why) {
        if (why != CoreError.TIMEOUT || state == STARTING) {
            stop(StopReason.of(why));
        }
    }

    private void step(SessionState.Step step) {
        var next = state.after(step);
        if (next != state) {
            state = next;
            events.state(state);
        }
    }

    // ---- offer, answer, candidates ----

    /** The client's answer to our offer, or for p2p anybody's. */
    public CompletionStage<Void> setAnswer(Description given) {
        return whileAlive(() -> negotiation.setAnswer(given));
    }

    CompletionStage<Void> answerOfSlave(String slaveId, Description given) {
        return whileAlive(() -> negotiation.answerOfSlave(slaveId, given));
    }

    CompletionStage<Description> offer() {
        return whileAlive(() -> negotiation.offer().when());
    }

    /** Completes when the offer is there; fails with {@code timeout} or {@code session_stop}. */
    public CompletionStage<Description> offer(Duration limit) {
        return whileAlive(() -> times.within(limit, negotiation.offer().when()));
    }

    /** The same for the answer. */
    public CompletionStage<Description> answer(Duration limit) {
        return whileAlive(() -> times.within(limit, negotiation.answer().when()));
    }

    /** A new offer of the client on the live session; gives the new answer. */
    public CompletionStage<Description> restart(Description given) {
        return whileReady(() -> negotiation.restart(given));
    }

    /** The server side's answer, or its offer; fails with the reason if the session ends before. */
    public CompletionStage<Description> made() {
        return made.copy();
    }

    public CompletionStage<Void> candidates(List<Candidate> given) {
        return whileAlive(() -> {
            given.forEach(negotiation.inbound()::candidate);
            return CompletableFuture.completedStage(null);
        });
    }

    public CompletionStage<Void> candidatesEnd() {
        return whileAlive(() -> {
            negotiation.inbound().end();
            return CompletableFuture.completedStage(null);
        });
    }

    void candidateOfPeer(String peerId, Candidate candidate) {
        post(() -> {
            if (links.accepts(peerId, candidate)) {
                negotiation.outbound().candidate(candidate);
            }
        });
    }

    void candidatesEndOfPeer(String peerId) {
        post(() -> {
            if (links.acceptsEnd(peerId)) {
                negotiation.outbound().end();
            }
        });
    }

    // ---- media ----

    public CompletionStage<Void> update(MediaUpdate change) {
        return whileReady(() -> path.update(change).thenRun(() -> box.must(() -> status(report.updated(change)))));
    }

    public CompletionStage<Map<String, Object>> stats() {
        return whileReady(() -> path.stats().thenApply(report::stats));
    }

    private void status(Map<String, Object> changed) {
        if (state != DESTROYED && !changed.isEmpty()) {
            report.status(changed);
            events.status(changed);
            watch.status(changed);
        }
    }

    // ---- what the server side tells, brought to the mailbox ----

    void tell(Consumer<Negotiation> task) {
        post(() -> task.accept(negotiation));
    }

    void statusChanged(Map<String, Object> changed) {
        post(() -> status(changed));
    }

    void connectivity(boolean failed, String why) {
        post(() -> watch.connectivity(failed, why));
    }

    void legEnded(StopReason why) {
        post(() -> stop(why));
    }

    private void post(Runnable task) {
        box.must(() -> {
            if (state != DESTROYED) {
                task.run();
            }
        });
    }

    // ---- what others see ----

    /**
     * What {@code get_info} tells.
     *
     * @param backend whether the backend's name is shown
     */
    public CompletionStage<Map<String, Object>> describe(boolean sdp, boolean backend) {
        return box.ask(() -> CompletableFuture.completedStage(info(sdp, backend)));
    }

    private Map<String, Object> info(boolean sdp, boolean backend) {
        return report.info(
                state,
                sdp ? negotiation.offer().value() : Optional.empty(),
                sdp ? negotiation.answer().value() : Optional.empty(),
                backend || settings.forcedBackend().isPresent() ? path.backend() : Optional.empty(),
                links);
    }

    public CompletionStage<Map<String, Object>> status() {
        return whileAlive(() -> CompletableFuture.completedStage(report.status()));
    }

    public CompletionStage<List<Map<String, Object>>> timelog() {
        return whileAlive(() -> CompletableFuture.completedStage(report.timelog()));
    }

    /** The backends of the service have changed. */
    void backendsChanged() {
        box.must(() -> {
            if (path instanceof LegPath leg) {
                leg.backendsChanged();
            }
        });
    }

    /** The time in which a missing backend may come back is over. */
    void backendsGone() {
        post(() -> {
            if (path instanceof LegPath leg && leg.orphaned()) {
                stop(StopReason.of(CoreError.BACKEND_DOWN));
            }
        });
    }

    /** All it knows, for the next core; its timers are off, and it must not be used any more. */
    CompletionStage<SessionSnapshot> suspend() {
        return whileAlive(() -> {
            scope.close();
            return CompletableFuture.completedStage(new SessionSnapshot(
                    settings,
                    state,
                    negotiation.offer().value(),
                    negotiation.answer().value(),
                    negotiation.inbound().state(),
                    negotiation.outbound().state(),
                    links.state(),
                    path.backend(),
                    report.status(),
                    report.media(),
                    report.timelog(),
                    report.startTime(),
                    report.readyTime()));
        });
    }

    /** Goes on where the session was when an earlier core suspended it. */
    void resume(SessionSnapshot from) {
        box.must(() -> {
            state = from.state();
            links.resume(from.links());
            report.resume(from);
            negotiation.resume(from);
            watch.status(from.status());
            times.life(Duration.ofMillis(report.remainingMillis(state)));
            times.start();
            if (settings.owner().isEmpty()) {
                watch.ownerless();
            }
            if (state == READY && path.watched()) {
                watch.ready();
            }
            if (path instanceof LegPath leg) {
                boolean described = from.outbound().mode() != TrickleGate.Mode.EMPTY;
                from.backend().ifPresent(name -> leg.resume(name, described));
            }
        });
    }

    private <T> CompletionStage<T> whileAlive(Supplier<CompletionStage<T>> task) {
        return box.ask(() ->
                state == DESTROYED ? CompletableFuture.failedStage(CoreError.SESSION_NOT_FOUND.error()) : task.get());
    }

    private <T> CompletionStage<T> whileReady(Supplier<CompletionStage<T>> task) {
        return whileAlive(() -> state == READY
                ? task.get()
                : CompletableFuture.failedStage(CoreError.INVALID_STATE.because("the session is not ready")));
    }

    /** How the negotiation moves the session. */
    private final class Progress implements Negotiation.Progress {
        @Override
        public void offerKnown() {
            step(SessionState.Step.OFFER_KNOWN);
            if (settings.role() == Role.OFFERER) {
                negotiation.offer().value().ifPresent(made::complete);
            }
        }

        @Override
        public void answerKnown(Description answer) {
            made.complete(answer);
            report.ready();
            step(SessionState.Step.ANSWER_KNOWN);
            times.life(Duration.ofSeconds(settings.readyTimeout()));
            if (path.watched()) {
                watch.ready();
            }
        }

        @Override
        public void stop(StopReason why) {
            MediaSession.this.stop(why);
        }
    }
}
