package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Role;
import io.nkmedia.core.internal.media.Sdp;
import io.nkmedia.core.internal.media.TrickleGate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a session comes to its offer and its answer, whoever makes them. Belongs to the session's mailbox.
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
    private final Exchange exchange;
    private final Renegotiation again;
    private Optional<CompletableFuture<Void>> answering = Optional.empty();
    private int refused;
    private boolean rebuilt;

    Negotiation(
            SessionSettings settings,
            MediaPath path,
            PeerLinks links,
            SessionEvents events,
            SessionReport report,
            Deadlines times,
            Supplier<Set<String>> wantedTypes,
            Progress session) {
        this.settings = settings;
        this.path = path;
        this.links = links;
        this.events = events;
        this.report = report;
        this.times = times;
        this.session = session;
        exchange = new Exchange(settings, path, times, wantedTypes, new FromClient(), new FromServer());
        again = new Renegotiation(exchange, path, events, report, times);
    }

    Exchange exchange() {
        return exchange;
    }

    Renegotiation again() {
        return again;
    }

    /** Begins; both have been checked. */
    void start(Optional<Description> clientOffer, Optional<Description> otherAnswer) {
        if (settings.role() == Role.OFFERER) {
            path.start(Optional.empty());
            return;
        }
        clientOffer.ifPresent(exchange::offerOfClient);
        otherAnswer.ifPresent(exchange::answerOfServer);
    }

    /** The client's answer to the server's offer; for a p2p session with the client's offer, anybody's answer. */
    CompletionStage<Void> setAnswer(Description given) {
        if (again.awaitsClient()) {
            return again.answerOfClient(given);
        }
        if (hasAnswer()) {
            throw CoreError.ANSWER_ALREADY_SET.error();
        }
        boolean offeree = settings.role() == Role.OFFEREE;
        if (offeree && path.watched()) {
            throw CoreError.INVALID_OPERATION.because("the server makes this session's answer");
        }
        var to = exchange.offer().value().orElseThrow(CoreError.OFFER_NOT_SET::error);
        Sdps.checked(given, "answer.sdp").checkAnswers(Sdp.parse(to.sdp(), "offer.sdp"), "answer.sdp");
        return offeree ? answerOfPeer(given) : answerToServer(given);
    }

    /** Somebody else's answer to the client's offer: from now on its candidates are for the client. */
    private CompletionStage<Void> answerOfPeer(Description given) {
        exchange.answerOfServer(given);
        links.decided(exchange::candidateOfServer, () -> exchange.outbound().end());
        return CompletableFuture.completedStage(null);
    }

    private boolean hasAnswer() {
        return exchange.answer().value().isPresent() || answering.isPresent();
    }

    private CompletionStage<Void> answerToServer(Description given) {
        var done = new CompletableFuture<Void>();
        answering = Optional.of(done);
        exchange.answerOfClient(given);
        return exchange.inbound().buffering() ? CompletableFuture.completedStage(null) : done;
    }

    /** An answer to the server's offer is complete: the master, if it is to have it, says first whether it takes it. */
    private void answerComplete(Description given) {
        if (rebuilt || !links.answersMaster()) {
            // At once: candidates that wait for the answer are right behind it.
            giveAnswer(given);
            return;
        }
        links.giveAnswerToMaster(given)
                .whenComplete((ok, refusal) -> times.post(() -> {
                    if (refusal != null) {
                        answerRefused(refusal);
                    } else {
                        giveAnswer(given);
                    }
                }));
    }

    private void giveAnswer(Description given) {
        path.answer(given)
                .whenComplete((taken, failure) -> times.post(() -> {
                    if (failure != null) {
                        answerRefused(failure);
                        return;
                    }
                    var waiting = answering;
                    answering = Optional.empty();
                    answerKnown(given);
                    waiting.ifPresent(w -> w.complete(null));
                }));
    }

    private void answerRefused(Throwable why) {
        var waiting = answering;
        answering = Optional.empty();
        exchange.inbound().reset();
        report.log("answer_refused", Map.of());
        waiting.ifPresent(w -> w.completeExceptionally(why));
        if (++refused >= MAX_REFUSED) {
            session.stop(StopReason.of(CoreError.SESSION_FAILED, "three answers were refused"));
        }
    }

    private void answerKnown(Description known) {
        exchange.answer().set(known);
        report.log("answer", Map.of());
        session.answerKnown(known);
        events.answer(known);
    }

    /** The first slave to answer wins. */
    CompletionStage<Void> answerOfSlave(String slaveId, Description given) {
        if (hasAnswer() || links.winner().isPresent()) {
            throw CoreError.ANSWER_ALREADY_SET.error();
        }
        if (exchange.offer().value().isEmpty()) {
            throw CoreError.OFFER_NOT_SET.error();
        }
        if (settings.role() == Role.OFFEREE && path.watched()) {
            throw CoreError.ANSWER_ALREADY_SET.because("the server makes the master's answer");
        }
        links.won(slaveId);
        if (settings.role() == Role.OFFEREE) {
            return answerOfPeer(given);
        }
        var done = answerToServer(given);
        done.whenComplete((ok, failure) -> times.post(() -> {
            if (failure != null) {
                links.lost(slaveId);
            }
        }));
        return done;
    }

    /** The server side's offer or answer. */
    void description(Description made) {
        if (settings.role() == Role.OFFERER) {
            exchange.offerOfServer(made);
        } else {
            exchange.answerOfServer(made);
        }
    }

    /** All that was agreed on is void: there will be another offer, for another engine. */
    void engineLost() {
        rebuilt();
        var lost = CoreError.BACKEND_DOWN.error();
        again.stopped(lost);
        answering.ifPresent(waiting -> waiting.completeExceptionally(lost));
        answering = Optional.empty();
        exchange.engineLost();
    }

    /** From now on offer and answer concern the client and the engine, and no master any more. */
    void rebuilt() {
        rebuilt = true;
        refused = 0;
    }

    /** Those who wait are told that the session is over. */
    void stopped() {
        var over = CoreError.SESSION_STOP.error();
        exchange.stopped(over);
        again.stopped(over);
        answering.ifPresent(waiting -> waiting.completeExceptionally(over));
    }

    /** An answer that an engine made may be the master's too; it was made all the same if the master has one. */
    private void tellMaster(Description made) {
        if (path.watched() && !rebuilt) {
            links.giveAnswerToMaster(made)
                    .whenComplete((ok, refusal) -> times.post(() -> {
                        if (refusal != null) {
                            report.log("master_has_an_answer", Map.of());
                        }
                    }));
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
            if (again.noCandidates()) {
                return;
            }
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
            if (again.fromClient(given)) {
                return;
            }
            if (settings.role() == Role.OFFEREE && exchange.offer().value().isEmpty()) {
                exchange.offer().set(given);
                report.log("offer", Map.of());
                if (!path.watched()) {
                    session.offerKnown();
                }
                path.start(Optional.of(given));
            } else {
                answerComplete(given);
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
            if (again.fromServer(made)) {
                return;
            }
            if (settings.role() == Role.OFFERER && exchange.offer().value().isEmpty()) {
                exchange.offer().set(made);
                report.log("offer", Map.of());
                session.offerKnown();
                events.offer(made);
            } else {
                answerKnown(made);
                tellMaster(made);
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
