package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Role;
import io.nkmedia.core.internal.media.Sdp;
import io.nkmedia.core.internal.media.TrickleGate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Offer and answer of a session, and the candidates of both directions. Belongs to the session's mailbox.
 *
 * <p>What the client sends goes through the gate {@code inbound} to the server side; what the server side makes goes
 * through {@code outbound} to the client.
 */
final class Negotiation {
    /** So many answers may be refused. */
    private static final int MAX_REFUSED = 3;

    /** What the session does when the negotiation gets on. */
    interface Progress {
        void offerKnown();

        void answerKnown(Description answer);

        void stop(StopReason why);
    }

    private final SessionSettings settings;
    private final MediaPath path;
    private final PeerLinks links;
    private final SessionEvents events;
    private final SessionReport report;
    private final Deadlines times;
    private final Progress session;
    private final Slot offer = new Slot();
    private final Slot answer = new Slot();
    private TrickleGate inbound = new TrickleGate(new FromClient());
    private TrickleGate outbound = new TrickleGate(new FromServer());
    private Optional<CompletableFuture<Void>> answering = Optional.empty();
    private int refused;

    Negotiation(
            SessionSettings settings,
            MediaPath path,
            PeerLinks links,
            SessionEvents events,
            SessionReport report,
            Deadlines times,
            Progress session) {
        this.settings = settings;
        this.path = path;
        this.links = links;
        this.events = events;
        this.report = report;
        this.times = times;
        this.session = session;
    }

    /** Begins; both have been checked. */
    void start(Optional<Description> clientOffer, Optional<Description> otherAnswer) {
        if (settings.role() == Role.OFFERER) {
            path.start(Optional.empty());
            return;
        }
        clientOffer.ifPresent(given -> enter(inbound, given, path.takesTrickle(), settings.noOfferTrickle()));
        otherAnswer.ifPresent(given -> enter(outbound, given, true, noAnswerTrickle()));
    }

    private void enter(TrickleGate gate, Description given, boolean receiverTakes, boolean noTrickle) {
        gate.description(given, receiverTakes, noTrickle);
        if (gate.buffering()) {
            times.after(Duration.ofMillis(settings.trickleTimeout()), gate::timeout);
        }
    }

    /** The client's answer to the server's offer; for a p2p session with the client's offer, anybody's answer. */
    CompletionStage<Void> setAnswer(Description given) {
        if (answer.value().isPresent() || answering.isPresent()) {
            throw CoreError.ANSWER_ALREADY_SET.error();
        }
        boolean offeree = settings.role() == Role.OFFEREE;
        if (offeree && path.watched()) {
            throw CoreError.INVALID_OPERATION.because("the server makes this session's answer");
        }
        var to = offer.value().orElseThrow(CoreError.OFFER_NOT_SET::error);
        Sdps.checked(given, "answer.sdp").checkAnswers(Sdp.parse(to.sdp(), "offer.sdp"), "answer.sdp");
        if (offeree) {
            enter(outbound, given, true, noAnswerTrickle());
            links.decided(outbound);
            return CompletableFuture.completedStage(null);
        }
        var done = new CompletableFuture<Void>();
        answering = Optional.of(done);
        enter(inbound, given, path.takesTrickle(), settings.noAnswerTrickle());
        return inbound.buffering() ? CompletableFuture.completedStage(null) : done;
    }

    private void answerOfClient(Description given) {
        path.answer(given)
                .whenComplete((ok, failure) -> times.post(() -> {
                    var waiting = answering;
                    answering = Optional.empty();
                    if (failure == null) {
                        answerKnown(given);
                        waiting.ifPresent(w -> w.complete(null));
                        return;
                    }
                    inbound.reset();
                    report.log("answer_refused", Map.of());
                    waiting.ifPresent(w -> w.completeExceptionally(failure));
                    if (++refused >= MAX_REFUSED) {
                        session.stop(StopReason.of(CoreError.SESSION_FAILED, "three answers were refused"));
                    }
                }));
    }

    private void answerKnown(Description known) {
        answer.set(known);
        report.log("answer", Map.of());
        session.answerKnown(known);
        events.answer(known);
    }

    /** Whether our answer must be complete: asked for, or the client can't be trickled to (RFC 8840). */
    private boolean noAnswerTrickle() {
        return settings.noAnswerTrickle()
                || offer.value()
                        .map(o -> !o.trickle() && !Sdps.offersTrickle(o))
                        .orElse(false);
    }

    /** The first slave to answer wins. */
    CompletionStage<Void> answerOfSlave(String slaveId, Description given) {
        if (answer.value().isPresent() || links.winner().isPresent()) {
            throw CoreError.ANSWER_ALREADY_SET.error();
        }
        enter(outbound, given, true, noAnswerTrickle());
        links.won(slaveId, outbound);
        return CompletableFuture.completedStage(null);
    }

    /** A new offer of the client on the live session; gives the new answer. */
    CompletionStage<Description> restart(Description given) {
        Sdps.checked(given, "offer.sdp");
        inbound.pass();
        return path.reoffer(given).thenApply(renewed -> {
            times.post(() -> {
                offer.set(given);
                answer.set(renewed);
                report.log("restart_ice", Map.of());
            });
            return renewed;
        });
    }

    /** The server side's offer or answer. */
    void description(Description made) {
        enter(outbound, made, true, settings.role() == Role.OFFERER ? settings.noOfferTrickle() : noAnswerTrickle());
    }

    Slot offer() {
        return offer;
    }

    Slot answer() {
        return answer;
    }

    TrickleGate inbound() {
        return inbound;
    }

    TrickleGate outbound() {
        return outbound;
    }

    /** Lets go of both, for a session that is over. */
    void forget() {
        offer.clear();
        answer.clear();
        inbound.reset();
        outbound.reset();
    }

    /** Those who wait are told that the session is over. */
    void stopped() {
        var over = CoreError.SESSION_STOP.error();
        offer.fail(over);
        answer.fail(over);
        answering.ifPresent(waiting -> waiting.completeExceptionally(over));
    }

    /** Goes on where an earlier core was. */
    void resume(SessionSnapshot from) {
        from.offer().ifPresent(offer::set);
        from.answer().ifPresent(answer::set);
        inbound = new TrickleGate(new FromClient(), from.inbound());
        outbound = new TrickleGate(new FromServer(), from.outbound());
        for (var gate : List.of(inbound, outbound)) {
            if (gate.buffering()) {
                times.after(Duration.ofMillis(settings.trickleTimeout()), gate::timeout);
            }
        }
    }

    /** What both directions have in common. */
    private abstract class Direction implements TrickleGate.Out {
        private final Consumer<Candidate> late;

        Direction(String logged) {
            late = candidate -> report.log(logged, Map.of());
        }

        @Override
        public void noCandidates() {
            session.stop(StopReason.of(CoreError.NO_ICE_CANDIDATES));
        }

        @Override
        public void ignored(Candidate candidate) {
            late.accept(candidate);
        }
    }

    private final class FromClient extends Direction {
        FromClient() {
            super("ignoring_late_client_candidate");
        }

        @Override
        public void description(Description given) {
            if (settings.role() == Role.OFFEREE && offer.value().isEmpty()) {
                offer.set(given);
                report.log("offer", Map.of());
                if (!path.watched()) {
                    session.offerKnown();
                }
                path.start(Optional.of(given));
            } else {
                answerOfClient(given);
            }
        }

        @Override
        public void candidate(Candidate candidate) {
            links.sent(candidate);
            path.candidate(candidate);
        }

        @Override
        public void end() {
            links.sentAll();
            path.candidatesEnd();
        }
    }

    private final class FromServer extends Direction {
        FromServer() {
            super("ignoring_late_server_candidate");
        }

        @Override
        public void description(Description made) {
            if (settings.role() == Role.OFFERER && offer.value().isEmpty()) {
                offer.set(made);
                report.log("offer", Map.of());
                session.offerKnown();
                events.offer(made);
            } else {
                answerKnown(made);
            }
        }

        @Override
        public void candidate(Candidate candidate) {
            events.candidate(candidate);
        }

        @Override
        public void end() {
            events.candidatesEnd();
        }
    }
}
