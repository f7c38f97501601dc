package io.nkmedia.core.internal.hook;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.api.hook.EventFilter;
import io.nkmedia.api.hook.Recipient;
import io.nkmedia.api.hook.SessionListener;
import io.nkmedia.api.hook.SessionStart;
import io.nkmedia.api.hook.StartDecision;
import io.nkmedia.base.Time;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells and asks about media sessions and events. Safe for use by any thread. */
final class SessionHooks {
    private static final String LISTENER = "the session listener";
    private static final String FILTER = "the event filter";
    private static final String SKIPPED = "it is skipped this time";
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(1);

    private final Mishaps mishaps;
    private final Time time;
    private final Chain<SessionListener, StartDecision> starting;

    SessionHooks(Mishaps mishaps, Time time) {
        this.mishaps = mishaps;
        this.time = time;
        starting = new Chain<>(LISTENER, SKIPPED, mishaps, time);
    }

    /** How a session may start: with these fields, or not at all. */
    record Start(SessionStart request, Optional<ApiException> refusal) {}

    /** @param check throws if a session can't have these fields */
    CompletionStage<Start> starting(Hooks hooks, SessionStart request, Consumer<Map<String, Object>> check) {
        return starting.fold(
                hooks.listeners(),
                0,
                new Start(request, Optional.empty()),
                (entry, soFar) -> starting.one(entry, listener -> listener.starting(soFar.request()), onFailure(entry))
                        .thenApply(decision -> after(entry, soFar, decision, check)),
                soFar -> soFar.refusal().isPresent());
    }

    /** A program outside that fails denies, as it does everywhere. */
    private static StartDecision onFailure(Entry<SessionListener> entry) {
        return entry.patient() ? StartDecision.refuse(CoreError.UNAUTHORIZED.error()) : StartDecision.pass();
    }

    private Start after(
            Entry<SessionListener> entry, Start soFar, StartDecision decision, Consumer<Map<String, Object>> check) {
        if (decision.refusal().isPresent()) {
            return new Start(soFar.request(), decision.refusal());
        }
        if (decision.options().isEmpty()) {
            return soFar;
        }
        var before = soFar.request();
        var fields = new LinkedHashMap<>(before.fields());
        fields.putAll(decision.options());
        try {
            check.accept(fields);
        } catch (RuntimeException nonsense) {
            mishaps.failed(entry.plugin(), LISTENER, nonsense, SKIPPED);
            return new Start(before, onFailure(entry).refusal());
        }
        return new Start(
                new SessionStart(before.sessionId(), before.type(), before.caller(), fields), Optional.empty());
    }

    void event(Hooks hooks, Event event) {
        boolean over = event.type().equals(Optional.of("destroyed"));
        for (var entry : hooks.listeners()) {
            measured(entry.plugin(), LISTENER, Optional.empty(), () -> {
                entry.hook().event(event);
                if (over) {
                    entry.hook()
                            .ended(
                                    event.objectId().orElse(""),
                                    String.valueOf(event.body().get("name")));
                }
                return Optional.empty();
            });
        }
    }

    Optional<Event> filtered(List<Entry<EventFilter>> filters, Event event, Recipient to) {
        var shown = event;
        for (var entry : filters) {
            var given = shown;
            var kept = measured(
                    entry.plugin(),
                    FILTER,
                    Optional.of(given),
                    () -> entry.hook().filter(given, to));
            if (kept.isEmpty()) {
                return kept;
            }
            shown = new Event(
                    event.eventClass(),
                    event.subclass(),
                    event.type(),
                    event.objectId(),
                    kept.get().body());
        }
        return Optional.of(shown);
    }

    private Optional<Event> measured(
            String plugin, String kind, Optional<Event> onFailure, Supplier<Optional<Event>> call) {
        long begin = time.nanos();
        try {
            var result = call.get();
            if (time.nanos() - begin > LIMIT) {
                mishaps.late(plugin, kind, "which holds others up");
            }
            return Objects.requireNonNull(result, "no answer");
        } catch (RuntimeException | LinkageError failure) {
            mishaps.failed(plugin, kind, failure, SKIPPED);
            return onFailure;
        }
    }
}
