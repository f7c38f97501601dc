package io.nkmedia.core.internal;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegAction;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A leg that writes down what it is told, and answers as the test says. */
public final class FakeLeg implements Leg {
    public final LegRequest request;
    public final List<String> log = new ArrayList<>();
    public Optional<ApiException> refusesAnswers = Optional.empty();
    public LegEvents events;
    public Map<String, Object> stats = Map.of("audio", Map.of("in", Map.of("packets", 7)));
    private final Description description;
    private final Runnable gone;

    FakeLeg(LegRequest request, Description description, LegEvents events, Runnable gone) {
        this.request = request;
        this.description = description;
        this.events = events;
        this.gone = gone;
    }

    private <T> CompletionStage<T> done(String what, T value) {
        log.add(what);
        return CompletableFuture.completedStage(value);
    }

    @Override
    public String id() {
        return request.id();
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public CompletionStage<Void> answer(Description answer) {
        return refusesAnswers
                .<CompletionStage<Void>>map(CompletableFuture::failedStage)
                .orElseGet(() -> done(answer.trickle() ? "trickling answer" : "complete answer", null));
    }

    @Override
    public void candidate(Candidate candidate) {
        log.add("candidate");
    }

    @Override
    public void candidatesEnd() {
        log.add("end");
    }

    @Override
    public CompletionStage<Void> update(MediaUpdate update) {
        return done("update", null);
    }

    @Override
    public CompletionStage<Description> reoffer(Description offer) {
        return refusesAnswers
                .<CompletionStage<Description>>map(CompletableFuture::failedStage)
                .orElseGet(() -> done("reoffer", description));
    }

    @Override
    public CompletionStage<Map<String, Object>> stats() {
        return done("stats", stats);
    }

    @Override
    public CompletionStage<Map<String, Object>> rawStats() {
        return done("raw stats", Map.of("fake", true));
    }

    @Override
    public CompletionStage<Map<String, Object>> change(String type, Map<String, Object> options) {
        return type.equals("play")
                ? done("play " + options.get("uri"), options)
                : CompletableFuture.failedStage(CoreError.INVALID_OPERATION.error());
    }

    @Override
    public Set<String> actions(String family) {
        return family.equals("player") ? Set.of("pause", "get_position") : Set.of();
    }

    @Override
    public CompletionStage<Map<String, Object>> act(LegAction action) {
        return done(action.family() + " " + action.name(), Map.of("position", 1500));
    }

    @Override
    public void release(StopReason why) {
        log.add("released " + why.code().label());
        gone.run();
    }
}
