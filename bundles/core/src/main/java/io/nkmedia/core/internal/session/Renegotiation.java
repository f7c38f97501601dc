package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Description;
import io.nkmedia.core.internal.media.Sdp;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A new offer on a live session, until it has its answer: an ICE restart or another renegotiation (media-session.md §6
 * rule 8). There is one at a time. Belongs to the session's mailbox.
 */
final class Renegotiation {
    /** How long the other side may take. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private enum By {
        CLIENT,
        PEER
    }

    private final Exchange exchange;
    private final MediaPath path;
    private final SessionEvents events;
    private final SessionReport report;
    private final Deadlines times;
    private Optional<By> by = Optional.empty();
    private Optional<Description> offered = Optional.empty();
    private CompletableFuture<Description> answered = new CompletableFuture<>();

    Renegotiation(Exchange exchange, MediaPath path, SessionEvents events, SessionReport report, Deadlines times) {
        this.exchange = exchange;
        this.path = path;
        this.events = events;
        this.report = report;
        this.times = times;
    }

    /** A new offer of the client; gives the new answer. */
    CompletionStage<Description> offerOfClient(Description given) {
        Sdps.checked(given, "offer.sdp");
        var mine = begin(By.CLIENT);
        exchange.inbound().reset();
        exchange.offerOfClient(given);
        return mine;
    }

    /** A new offer of the other client, for ours; gives our client's answer. */
    CompletionStage<Description> offerOfPeer(Description given) {
        var mine = begin(By.PEER);
        exchange.outbound().reset();
        exchange.offerOfServer(given);
        return mine;
    }

    /** Whether an answer of the client is one to the other client's new offer. */
    boolean awaitsClient() {
        return by.equals(Optional.of(By.PEER)) && offered.isPresent();
    }

    CompletionStage<Void> answerOfClient(Description given) {
        var to = Sdp.parse(offered.orElseThrow().sdp(), "offer.sdp");
        Sdps.checked(given, "answer.sdp").checkAnswers(to, "answer.sdp");
        exchange.inbound().reset();
        exchange.answerOfClient(given);
        return CompletableFuture.completedStage(null);
    }

    private CompletableFuture<Description> begin(By whose) {
        if (by.isPresent()) {
            throw CoreError.INVALID_STATE.because("the session is being renegotiated");
        }
        var mine = new CompletableFuture<Description>();
        by = Optional.of(whose);
        offered = Optional.empty();
        answered = mine;
        var timer = times.after(LIMIT, () -> {
            if (answered == mine) {
                fail(CoreError.TIMEOUT.error());
            }
        });
        mine.whenComplete((answer, failure) -> timer.close());
        return mine;
    }

    /** What came through the gate from the client; false if it has nothing to do with a renegotiation. */
    boolean fromClient(Description given) {
        if (by.isEmpty()) {
            return false;
        }
        if (by.get() == By.CLIENT) {
            passOn(given);
        } else {
            succeed(given);
        }
        return true;
    }

    /** What came through the gate from the server side; false if it has nothing to do with a renegotiation. */
    boolean fromServer(Description made) {
        if (by.isEmpty()) {
            return false;
        }
        if (by.get() == By.CLIENT) {
            succeed(made);
        } else {
            offered = Optional.of(made);
            exchange.offer().set(made);
            report.log("offer", Map.of());
            events.offer(made);
        }
        return true;
    }

    /** Nobody has a candidate for the new offer or answer; false if it has nothing to do with a renegotiation. */
    boolean noCandidates() {
        boolean ours = by.isPresent();
        if (ours) {
            fail(CoreError.NO_ICE_CANDIDATES.error());
        }
        return ours;
    }

    private void passOn(Description given) {
        offered = Optional.of(given);
        var mine = answered;
        report.log("restart_ice", Map.of());
        path.reoffer(given)
                .whenComplete((made, failure) -> times.post(() -> {
                    if (answered != mine || by.isEmpty()) {
                        report.log("ignoring_late_answer", Map.of());
                    } else if (failure != null) {
                        fail(failure);
                    } else {
                        exchange.offer().set(given);
                        exchange.outbound().reset();
                        exchange.answerOfServer(made);
                    }
                }));
    }

    private void succeed(Description known) {
        exchange.answer().set(known);
        report.log("answer", Map.of());
        by = Optional.empty();
        answered.complete(known);
        events.answer(known);
    }

    private void fail(Throwable why) {
        by = Optional.empty();
        answered.completeExceptionally(why);
    }

    void stopped(ApiException over) {
        fail(over);
    }
}
