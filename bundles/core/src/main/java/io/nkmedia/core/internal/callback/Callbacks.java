package io.nkmedia.core.internal.callback;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.hook.CallbackPoint;
import io.nkmedia.base.Stages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The callbacks of one service. Safe for use by any thread. */
public final class Callbacks {
    static final String LOGIN = "login";
    static final String ALLOW = "allow";
    static final String SUBSCRIBE = "subscribe";
    static final String SESSION_START = "session_start";

    /** Core's own; plugins add theirs. */
    private static final List<CallbackPoint> OWN = List.of(
            CallbackPoint.of(LOGIN).forAdmins().withSecrets(),
            CallbackPoint.of(ALLOW).forAdmins(),
            CallbackPoint.of(SUBSCRIBE).forAdmins(),
            CallbackPoint.of(SESSION_START));

    private final Supplier<Collection<CallbackPoint>> ofPlugins;
    private final Registrations registrations;

    /**
     * @param ofPlugins the points of the plugins that are there now
     * @param changed told when a callback may have got its first program or lost its last; completes when that counts
     */
    public Callbacks(Supplier<Collection<CallbackPoint>> ofPlugins, Supplier<CompletionStage<Void>> changed) {
        this.ofPlugins = ofPlugins;
        registrations = new Registrations(changed);
    }

    public Registrations registrations() {
        return registrations;
    }

    public boolean asksAboutLogins() {
        return registrations.isRegistered(LOGIN);
    }

    public boolean asksAboutRequests() {
        return registrations.isRegistered(ALLOW) || registrations.isRegistered(SUBSCRIBE);
    }

    public boolean asksAboutSessions() {
        return registrations.isRegistered(SESSION_START);
    }

    /** The point of this name, if there is one now. */
    public Optional<CallbackPoint> point(String name) {
        var all = new ArrayList<>(OWN);
        all.addAll(ofPlugins.get());
        return all.stream().filter(point -> point.name().equals(name)).findFirst();
    }

    /**
     * Asks the registered programs in turn until one answers.
     *
     * @return empty if none does; fails with {@link Program.Refused} if one answered an error that decides
     */
    public CompletionStage<Optional<JsonNode>> ask(String name, Map<String, Object> data) {
        return ask(registrations.inTurn(name), 0, name, data);
    }

    private static CompletionStage<Optional<JsonNode>> ask(
            List<Program> programs, int index, String name, Map<String, Object> data) {
        if (index == programs.size()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return programs.get(index)
                .callback(name, data)
                .handle((answer, failure) -> failure == null
                        ? CompletableFuture.completedStage(Optional.of(answer))
                        : refusal(failure)
                                .<CompletionStage<Optional<JsonNode>>>map(CompletableFuture::failedStage)
                                .orElseGet(() -> ask(programs, index + 1, name, data)))
                .thenCompose(next -> next);
    }

    /** An error that is a decision; nothing heard, or "not me", is none. */
    private static Optional<Program.Refused> refusal(Throwable failure) {
        var cause = Stages.cause(failure);
        return cause instanceof Program.Refused refused && !refused.isAboutNothing()
                ? Optional.of(refused)
                : Optional.empty();
    }
}
