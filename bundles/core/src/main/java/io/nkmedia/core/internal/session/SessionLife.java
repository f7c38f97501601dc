package io.nkmedia.core.internal.session;

import static io.nkmedia.core.internal.session.SessionState.DESTROYED;
import static io.nkmedia.core.internal.session.SessionState.READY;
import static io.nkmedia.core.internal.session.SessionState.STARTING;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Role;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.core.internal.media.TrickleGate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The life of one session: its parts, the state that they bring it into, and its end. Belongs to the session's mailbox;
 * only {@link #post} may be called by any thread.
 */
final class SessionLife implements Negotiation.Progress {
    /** What keys of sessions begin with where they are kept. */
    static final String SHELF = "s/";

    private final String key;
    private final SessionSettings settings;
    private final SessionHost host;
    private final MediaSession self;
    private final Mailbox box;
    private final Scope scope;
    private final Deadlines times;
    private final PeerLinks links;
    private final MediaPath path;
    private final MediaWatch watch;
    private final SessionEvents events;
    private final SessionReport report;
    private final Negotiation negotiation;
    private final Quality quality;
    private final Optional<Rebuild> rebuild;
    private final CompletableFuture<Description> made = new CompletableFuture<>();
    /** Belongs to the mailbox like all else; others may read it. */
    private volatile SessionState state = STARTING;

    SessionLife(MediaSession self, SessionSettings settings, SessionHost host, Mailbox box, MediaPath.Maker makePath) {
        this.self = self;
        this.settings = settings;
        this.host = host;
        this.box = box;
        scope = new Scope("session " + settings.id());
        times = new Deadlines(host.time(), scope, this::post, this::late);
        links = new PeerLinks(settings, host);
        key = SHELF + settings.id();
        events = new SessionEvents(settings.id(), host, this::touch);
        report = new SessionReport(settings, host.time());
        watch = new MediaWatch(host, box, scope, this::stop);
        path = makePath.make(new ServerSide(this), box, links);
        negotiation = new Negotiation(settings, path, links, events, report, times, host::candidateTypes, this);
        quality = new Quality(path, times, events, report);
        rebuild = settings.rebuild().isPresent() && path instanceof LegPath leg
                ? Optional.of(new Rebuild(settings, leg, negotiation, events, report, times, this::stop))
                : Optional.empty();
    }

    // ---- its parts ----

    Deadlines times() {
        return times;
    }

    PeerLinks links() {
        return links;
    }

    MediaPath path() {
        return path;
    }

    MediaWatch watch() {
        return watch;
    }

    SessionReport report() {
        return report;
    }

    Negotiation negotiation() {
        return negotiation;
    }

    /** The server side's answer, or its offer; fails with the reason if the session ends before. */
    CompletableFuture<Description> made() {
        return made;
    }

    boolean isOver() {
        return state == DESTROYED;
    }

    boolean isReady() {
        return state == READY;
    }

    // ---- beginning and end ----

    CompletionStage<Void> start(Optional<Description> offer, Optional<Description> answer) {
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
    }

    private boolean linkToMaster() {
        if (settings.masterId().isEmpty()) {
            return true;
        }
        var master = links.master();
        master.ifPresent(m -> m.joinedBy(self));
        if (master.isEmpty()) {
            stop(StopReason.of(CoreError.PEER_STOPPED));
        }
        return master.isPresent();
    }

    /** Waiting calls, peers, event, leg, record: in this order (media-session.md §3). */
    @Override
    public void stop(StopReason why) {
        if (state == DESTROYED) {
            return;
        }
        state = state.after(SessionState.Step.STOPPED);
        report.ended(why);
        scope.close();
        negotiation.stopped();
        made.completeExceptionally(
                why.detail().map(text -> new ApiException(why.code(), text)).orElse(new ApiException(why.code())));
        links.all().forEach(peer -> peer.peerEnded(settings.id()));
        events.destroyed(why);
        path.release(why);
        events.record(info(true, true), report.timelog());
        negotiation.exchange().forget();
        host.ended(self);
        host.shelf().removed(key);
    }

    /** What is on the server side is gone. */
    void pathEnded(StopReason why) {
        if (why.code() == CoreError.BACKEND_DOWN && rebuild.isPresent() && state != STARTING) {
            step(SessionState.Step.ENGINE_LOST);
            watch.engineLost();
            quality.engineLost();
            rebuild.get().begin();
            times.life(Duration.ofMillis(report.remainingMillis(state)));
        } else {
            stop(why);
        }
    }

    private boolean isRebuilding() {
        return rebuild.filter(Rebuild::isRunning).isPresent();
    }

    /** A new offer of the client; gives the new answer. */
    CompletionStage<Description> restart(Description given) {
        if (isRebuilding()) {
            return rebuild.orElseThrow().offerOfClient(given);
        }
        if (!isReady()) {
            throw notReady();
        }
        return negotiation.again().offerOfClient(given);
    }

    static ApiException notReady() {
        return CoreError.INVALID_STATE.because("the session is not ready");
    }

    void peerEnded(String peerId) {
        if (links.ended(peerId) && settings.stopAfterPeer()) {
            stop(StopReason.of(CoreError.PEER_STOPPED));
        }
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

    @Override
    public void offerKnown() {
        step(SessionState.Step.OFFER_KNOWN);
        if (settings.role() == Role.OFFERER) {
            negotiation.exchange().offer().value().ifPresent(made::complete);
        }
    }

    @Override
    public void answerKnown(Description answer) {
        made.complete(answer);
        report.ready();
        rebuild.ifPresent(Rebuild::done);
        step(SessionState.Step.ANSWER_KNOWN);
        times.life(Duration.ofMillis(report.remainingMillis(state)));
        mediaExpected();
    }

    private void mediaExpected() {
        if (path.watched()) {
            watch.ready();
            quality.start();
        }
    }

    // ---- what others see ----

    void status(Map<String, Object> changed) {
        if (state != DESTROYED && !changed.isEmpty()) {
            report.status(changed);
            events.status(changed);
            watch.status(changed);
        }
    }

    /** Something that the client, not the engine, notices. */
    void clientStatus(Map<String, Object> changed, boolean event) {
        report.status(changed);
        if (event) {
            events.status(changed);
        }
    }

    void type(String type, Map<String, Object> ext) {
        report.type(type, ext);
        events.type(type, ext);
    }

    SessionEvents events() {
        return events;
    }

    SessionState state() {
        return state;
    }

    /** @param backend whether the backend's name is shown */
    Map<String, Object> info(boolean sdp, boolean backend) {
        return report.info(
                state,
                sdp ? negotiation.exchange().offer().value() : Optional.empty(),
                sdp ? negotiation.exchange().answer().value() : Optional.empty(),
                backend || settings.forcedBackend().isPresent() ? path.backend() : Optional.empty(),
                links);
    }

    /** Runs a task in the mailbox, unless the session is over by then. */
    void post(Runnable task) {
        box.must(() -> {
            if (state != DESTROYED) {
                task.run();
            }
        });
    }

    // ---- from one core to the next ----

    /** Something has changed that must be known after a crash. Any thread. */
    void touch() {
        host.shelf().changed(key, this::tell);
    }

    private void tell(Consumer<Object> how) {
        post(() -> how.accept(snapshot()));
    }

    /** All it knows; its timers are off, and it must not be used any more. */
    SessionSnapshot suspend() {
        scope.close();
        return snapshot();
    }

    private SessionSnapshot snapshot() {
        return new SessionSnapshot(
                settings,
                state,
                negotiation.exchange().offer().value(),
                negotiation.exchange().answer().value(),
                negotiation.exchange().inbound().state(),
                negotiation.exchange().outbound().state(),
                links.state(),
                path.backend(),
                report.status(),
                report.media(),
                report.timelog(),
                report.startTime(),
                report.readyTime(),
                report.rebuildTime(),
                Optional.of(report.type()).filter(type -> !type.equals(settings.type())),
                report.typeExt());
    }

    /** Goes on where the session was when an earlier core suspended it. */
    void resume(SessionSnapshot from) {
        touch();
        state = from.state();
        links.resume(from.links());
        report.resume(from);
        negotiation.exchange().resume(from);
        watch.status(from.status());
        times.life(Duration.ofMillis(report.remainingMillis(state)));
        times.start();
        if (settings.owner().isEmpty()) {
            watch.ownerless();
        }
        if (state == READY) {
            mediaExpected();
        }
        if (path instanceof LegPath leg) {
            boolean described = from.outbound().mode() != TrickleGate.Mode.EMPTY;
            if (report.rebuildTime() > 0 && rebuild.isPresent()) {
                rebuild.get().resume(from.backend(), described);
            } else {
                from.backend().ifPresent(name -> leg.resume(name, described));
            }
        }
    }
}
