package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.LegAction;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Stages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One media session as commands, peers and its service use it. Methods may be called by any thread and never block: what
 * they do happens in the session's mailbox. After its end they fail with {@code session_not_found}.
 */
public final class MediaSession {
    /** So often in a second may a client tell who talks. */
    private static final int MAX_TALKING = 10;

    private final SessionSettings settings;
    private final Mailbox box;
    private final SessionLife life;
    private final PerSecond talking;

    MediaSession(SessionSettings settings, SessionHost host, MediaPath.Maker makePath) {
        this.settings = settings;
        box = host.mailboxes().create("session " + settings.id());
        life = new SessionLife(this, settings, host, box, makePath);
        talking = new PerSecond(host.time(), MAX_TALKING);
    }

    public String id() {
        return settings.id();
    }

    public SessionSettings settings() {
        return settings;
    }

    // ---- life ----

    /** When it began, ms since the epoch. Any thread. */
    long startTime() {
        return life.report().startTime();
    }

    /**
     * Begins. Offer and answer have been checked.
     *
     * @return fails with what the caller of {@code create} shall see; the session is over then
     */
    public CompletionStage<Void> start(Optional<Description> offer, Optional<Description> answer) {
        return whileAlive(() -> life.start(offer, answer));
    }

    /** Ends it because somebody asked for it. Idempotent. */
    public CompletionStage<Void> destroy(StopReason why) {
        var done = new CompletableFuture<Void>();
        box.must(() -> {
            life.stop(why);
            done.complete(null);
        });
        return done;
    }

    // ---- offer, answer, candidates ----

    /** The client's answer to our offer, or for p2p anybody's. */
    public CompletionStage<Void> setAnswer(Description given) {
        return changing(whileAlive(() -> life.negotiation().setAnswer(given)));
    }

    /** Completes when the offer is there; fails with {@code timeout} or {@code session_stop}. */
    public CompletionStage<Description> offer(Duration limit) {
        return whileAlive(() ->
                life.times().within(limit, life.negotiation().exchange().offer().when()));
    }

    /** The same for the answer. */
    public CompletionStage<Description> answer(Duration limit) {
        return whileAlive(() -> life.times()
                .within(limit, life.negotiation().exchange().answer().when()));
    }

    /** A new offer of the client on the live session, or for another engine; gives the new answer. */
    public CompletionStage<Description> restart(Description given) {
        return changing(whileAlive(() -> life.restart(given)));
    }

    /** The server side's answer, or its offer; fails with the reason if the session ends before. */
    public CompletionStage<Description> made() {
        return life.made().copy();
    }

    public CompletionStage<Void> candidates(List<Candidate> given) {
        return changing(whileAlive(() -> {
            given.forEach(life.negotiation().exchange()::candidateOfClient);
            return CompletableFuture.completedStage(null);
        }));
    }

    public CompletionStage<Void> candidatesEnd() {
        return changing(whileAlive(() -> {
            life.negotiation().exchange().endOfClient();
            return CompletableFuture.completedStage(null);
        }));
    }

    // ---- media ----

    public CompletionStage<Void> update(MediaUpdate change) {
        return changing(whileReady(() -> life.path()
                .update(change)
                .thenRun(() -> box.must(() -> life.status(life.report().updated(change))))));
    }

    public CompletionStage<Map<String, Object>> stats() {
        return whileReady(() -> life.path().stats().thenApply(life.report()::stats));
    }

    /** As the engine itself tells it. */
    public CompletionStage<Map<String, Object>> rawStats() {
        return whileReady(() -> life.path().rawStats());
    }

    /** Becomes another type; gives the new type's details. If that fails the old type stays in force. */
    public CompletionStage<Map<String, Object>> change(String type, Map<String, Object> options) {
        return whileReady(() -> life.path().change(type, options).thenApply(ext -> {
            life.post(() -> life.type(type, ext));
            return ext;
        }));
    }

    /** The names of the actions of a family that this session can do. */
    public CompletionStage<Set<String>> actions(String family) {
        return whileReady(() -> life.path().actions(family));
    }

    /**
     * Does an action.
     *
     * @param otherwise what it fails with if this session can't do it
     */
    public CompletionStage<Map<String, Object>> act(LegAction action, CoreError otherwise) {
        return whileReady(() -> life.path()
                .actions(action.family())
                .thenCompose(able -> able.contains(action.name())
                        ? life.path().act(action)
                        : CompletableFuture.failedStage(otherwise.error())));
    }

    // ---- what the client tells ----

    /** Whether the client hears loud audio; fails with {@code too_many_requests} if it comes too often. */
    public CompletionStage<Void> talking(boolean now, boolean event) {
        return whileAlive(() -> {
            talking.pass();
            life.clientStatus(Map.of("talking", now), event);
            return CompletableFuture.completedStage(null);
        });
    }

    public CompletionStage<Void> log(String msg, Map<String, Object> body) {
        return whileAlive(() -> {
            life.report().log(msg, body);
            return CompletableFuture.completedStage(null);
        });
    }

    /** Publishes an {@code info} event. */
    public CompletionStage<Void> info(String info, Map<String, Object> meta) {
        return whileAlive(() -> {
            life.events().info(info, meta);
            return CompletableFuture.completedStage(null);
        });
    }

    // ---- what others see ----

    /** The type that it has now. */
    public String type() {
        return life.report().type();
    }

    /** The state that it is in now. */
    public SessionState state() {
        return life.state();
    }

    /** What is special about its type now, such as {@code room_id}; empty if it isn't said. */
    public Optional<Object> typeField(String name) {
        return Optional.ofNullable(life.report().typeExt().get(name));
    }

    /**
     * What {@code get_info} tells.
     *
     * @param backend whether the backend's name is shown
     */
    public CompletionStage<Map<String, Object>> describe(boolean sdp, boolean backend) {
        return box.ask(() -> CompletableFuture.completedStage(life.info(sdp, backend)));
    }

    public CompletionStage<Map<String, Object>> status() {
        return whileAlive(() -> CompletableFuture.completedStage(life.report().status()));
    }

    public CompletionStage<List<Map<String, Object>>> timelog() {
        return whileAlive(() -> CompletableFuture.completedStage(life.report().timelog()));
    }

    // ---- for its peers ----

    /** Another session has this one as its master. */
    void joinedBy(MediaSession slave) {
        box.must(() -> {
            if (life.isOver()) {
                slave.peerEnded(id());
            } else {
                life.links().addSlave(slave);
                life.touch();
            }
        });
    }

    void peerEnded(String peerId) {
        box.must(() -> {
            life.touch();
            life.peerEnded(peerId);
        });
    }

    CompletionStage<Description> offer() {
        return whileAlive(() -> life.negotiation().exchange().offer().when());
    }

    CompletionStage<Void> answerOfSlave(String slaveId, Description given) {
        return changing(whileAlive(() -> life.negotiation().answerOfSlave(slaveId, given)));
    }

    /** The other client renegotiates; completes with this client's answer. */
    CompletionStage<Description> offerOfPeer(Description given) {
        return changing(whileReady(() -> life.negotiation().again().offerOfPeer(given)));
    }

    void candidateOfPeer(String peerId, Candidate candidate) {
        life.post(() -> {
            if (life.links().accepts(peerId, candidate)) {
                life.negotiation().exchange().candidateOfServer(candidate);
            }
        });
    }

    void candidatesEndOfPeer(String peerId) {
        life.post(() -> {
            if (life.links().acceptsEnd(peerId)) {
                life.negotiation().exchange().outbound().end();
            }
        });
    }

    // ---- for its service ----

    /** The backends of the service have changed. Completes when what was asked of the one before is answered. */
    CompletionStage<Void> backendsChanged() {
        var answered = new CompletableFuture<Void>();
        box.must(() -> {
            if (life.path() instanceof LegPath leg) {
                leg.backendsChanged();
                Stages.pass(leg.answered(), answered);
            } else {
                answered.complete(null);
            }
        });
        return answered;
    }

    /** The time in which a missing backend may come back is over. */
    void backendsGone() {
        life.post(() -> {
            if (life.path() instanceof LegPath leg && leg.orphaned()) {
                life.stop(StopReason.of(CoreError.BACKEND_DOWN));
            }
        });
    }

    /** All it knows, for the next core; its timers are off, and it must not be used any more. */
    CompletionStage<SessionSnapshot> suspend() {
        return whileAlive(() -> CompletableFuture.completedStage(life.suspend()));
    }

    /** Goes on where the session was when an earlier core suspended it. */
    void resume(SessionSnapshot from) {
        box.must(() -> life.resume(from));
    }

    /** What is kept for the time after a crash isn't true any more, nor will it be when this is done. */
    private <T> CompletionStage<T> changing(CompletionStage<T> done) {
        life.touch();
        done.whenComplete((value, failure) -> life.touch());
        return done;
    }

    private <T> CompletionStage<T> whileAlive(Supplier<CompletionStage<T>> task) {
        return box.ask(
                () -> life.isOver() ? CompletableFuture.failedStage(CoreError.SESSION_NOT_FOUND.error()) : task.get());
    }

    private <T> CompletionStage<T> whileReady(Supplier<CompletionStage<T>> task) {
        return whileAlive(() -> life.isReady() ? task.get() : CompletableFuture.failedStage(SessionLife.notReady()));
    }
}
