package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Role;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.media.TrickleGate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A session's offer and answer, and the two gates through which they and their candidates go: what the client sends goes
 * through {@code inbound} to the server side, what the server side makes through {@code outbound} to the client. Belongs
 * to the session's mailbox.
 */
final class Exchange {
    /** So long nothing comes from a client that has a candidate of each type: there will be no more. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    private final SessionSettings settings;
    private final MediaPath path;
    private final Deadlines times;
    private final Supplier<Set<String>> wantedTypes;
    private final TrickleGate.Out toServer;
    private final TrickleGate.Out toClient;
    private final Slot offer = new Slot();
    private final Slot answer = new Slot();
    private TrickleGate inbound;
    private TrickleGate outbound;
    private Optional<Description> ofClient = Optional.empty();
    private final LocalNames localNames = new LocalNames();
    private Optional<Time.Timer> settling = Optional.empty();
    private boolean awaitingOthers;

    Exchange(
            SessionSettings settings,
            MediaPath path,
            Deadlines times,
            Supplier<Set<String>> wantedTypes,
            TrickleGate.Out toServer,
            TrickleGate.Out toClient) {
        this.settings = settings;
        this.path = path;
        this.times = times;
        this.wantedTypes = wantedTypes;
        this.toServer = toServer;
        this.toClient = toClient;
        inbound = new TrickleGate(toServer);
        outbound = new TrickleGate(toClient);
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

    // ---- in ----

    void offerOfClient(Description given) {
        ofClient(given);
        enter(inbound, given, path.takesTrickle(), settings.noOfferTrickle());
    }

    void answerOfClient(Description given) {
        ofClient(given);
        enter(inbound, given, path.takesTrickle(), settings.noAnswerTrickle());
    }

    private void ofClient(Description given) {
        ofClient = Optional.of(given);
        if (path.watched()) {
            localNames.begin(() -> Sdps.hasPublicCandidates(given));
        }
    }

    void offerOfServer(Description made) {
        enter(outbound, made, true, settings.noOfferTrickle() || clientNeverTrickles());
    }

    void answerOfServer(Description made) {
        enter(outbound, made, true, settings.noAnswerTrickle() || clientNeverTrickles());
    }

    private void enter(TrickleGate gate, Description given, boolean receiverTakes, boolean noTrickle) {
        gate.description(given, receiverTakes, noTrickle);
        limit(gate);
    }

    /** What is collected is collected for so long at the most. */
    private void limit(TrickleGate gate) {
        if (gate.buffering()) {
            times.after(Duration.ofMillis(settings.trickleTimeout()), gate::timeout);
        }
    }

    /** What the client sent last says that it can't be trickled to (RFC 8840). */
    private boolean clientNeverTrickles() {
        return ofClient.map(sdp -> !sdp.trickle() && !Sdps.offersTrickle(sdp)).orElse(false);
    }

    void candidateOfClient(Candidate candidate) {
        if (!path.watched() || !localNames.keep(candidate)) {
            take(inbound, candidate);
        } else if (!localNames.isEmpty() && !awaitingOthers) {
            awaitingOthers = true;
            times.after(Duration.ofMillis(settings.trickleTimeout()), this::releaseLocalNames);
        }
    }

    private void releaseLocalNames() {
        awaitingOthers = false;
        localNames.release().forEach(inbound::candidate);
    }

    void endOfClient() {
        releaseLocalNames();
        inbound.end();
    }

    /** One of the engine, or of the other client. */
    void candidateOfServer(Candidate candidate) {
        if (path.watched()) {
            outbound.candidate(candidate);
        } else {
            take(outbound, candidate);
        }
    }

    /** A client need not say that it has no more: once it has what it can have, silence says so too. */
    private void take(TrickleGate gate, Candidate candidate) {
        gate.candidate(candidate);
        if (gate.hasEnough(wantedTypes.get())) {
            settling.ifPresent(Time.Timer::close);
            settling = Optional.of(times.after(SETTLED, gate::timeout));
        }
    }

    // ---- the end, and from one core to the next ----

    /** Those who wait are told that the session is over. */
    void stopped(ApiException over) {
        offer.fail(over);
        answer.fail(over);
    }

    /** A new round with another engine; who waits for offer or answer gets the new one. */
    void engineLost() {
        offer.clear();
        answer.clear();
        inbound.reset();
        outbound.reset();
    }

    /** Lets go of all SDPs, for a session that is over. */
    void forget() {
        offer.clear();
        answer.clear();
        ofClient = Optional.empty();
        localNames.begin(() -> false);
        inbound.reset();
        outbound.reset();
    }

    /** Goes on where an earlier core was. */
    void resume(SessionSnapshot from) {
        from.offer().ifPresent(offer::set);
        from.answer().ifPresent(answer::set);
        ofClient = settings.role() == Role.OFFEREE ? from.offer() : from.answer();
        inbound = new TrickleGate(toServer, from.inbound());
        outbound = new TrickleGate(toClient, from.outbound());
        ofClient.ifPresent(inbound::expect);
        (settings.role() == Role.OFFEREE ? from.answer() : from.offer()).ifPresent(outbound::expect);
        limit(inbound);
        limit(outbound);
    }
}
