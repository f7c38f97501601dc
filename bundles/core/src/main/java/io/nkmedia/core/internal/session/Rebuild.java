package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.Role;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Brings a session to another engine when its own has died, from the loss until offer and answer are known again. What
 * the client was connected with is gone: it makes a new connection, with its new offer, or with the answer to ours.
 * Belongs to the session's mailbox.
 */
final class Rebuild {
    private final SessionSettings settings;
    private final LegPath path;
    private final Negotiation negotiation;
    private final SessionEvents events;
    private final SessionReport report;
    private final Deadlines times;
    private final Consumer<StopReason> stop;
    private Optional<Time.Timer> limit = Optional.empty();
    private boolean running;

    Rebuild(
            SessionSettings settings,
            LegPath path,
            Negotiation negotiation,
            SessionEvents events,
            SessionReport report,
            Deadlines times,
            Consumer<StopReason> stop) {
        this.settings = settings;
        this.path = path;
        this.negotiation = negotiation;
        this.events = events;
        this.report = report;
        this.times = times;
        this.stop = stop;
    }

    boolean isRunning() {
        return running;
    }

    /** The engine is gone. */
    void begin() {
        boolean offered = running && settings.role() == Role.OFFEREE;
        if (offered) {
            // The next engine, too, died while it was asked: the client's offer has met nobody yet.
            negotiation.exchange().outbound().reset();
        } else {
            negotiation.engineLost();
        }
        search();
        if (!running) {
            running = true;
            report.rebuilding();
            if (settings.role() == Role.OFFEREE) {
                events.restart();
            }
        }
    }

    /** An earlier core was at it. */
    void resume(Optional<String> backend, boolean described) {
        running = true;
        negotiation.rebuilt();
        if (backend.isPresent()) {
            path.renew(request());
            limit();
            path.resume(backend.get(), described);
        } else {
            search();
        }
    }

    private void search() {
        path.renew(request());
        var offer = negotiation.exchange().offer().value();
        if (settings.role() == Role.OFFERER) {
            path.start(Optional.empty());
        } else if (offer.isPresent()) {
            path.start(offer);
        }
        limit();
    }

    /** What the session is now: it may have become another type, or been muted. */
    private LegRequest request() {
        return new LegRequest(
                settings.id(),
                report.type(),
                settings.role(),
                settings.kind(),
                Optional.empty(),
                report.wanted(),
                report.typeExt());
    }

    /** The client's new offer; gives the answer. */
    CompletionStage<Description> offerOfClient(Description given) {
        if (settings.role() == Role.OFFERER
                || negotiation.exchange().offer().value().isPresent()) {
            throw CoreError.INVALID_STATE.because("the session is being rebuilt");
        }
        Sdps.checked(given, "offer.sdp");
        limit();
        negotiation.exchange().offerOfClient(given);
        return negotiation.exchange().answer().when();
    }

    /** An engine must be there in time; how long the client may take is another matter. */
    private void limit() {
        limit.ifPresent(Time.Timer::close);
        limit = Optional.of(times.after(Duration.ofSeconds(settings.rebuild().orElse(0)), () -> {
            boolean nowhere = path.backend().isEmpty() && (path.searches() || !path.hasChoice());
            if (running && nowhere) {
                stop.accept(StopReason.of(CoreError.BACKEND_DOWN, "nothing took its place in time"));
            }
        }));
    }

    /** There is an answer: the session is as it was. */
    void done() {
        running = false;
        limit.ifPresent(Time.Timer::close);
        limit = Optional.empty();
    }
}
