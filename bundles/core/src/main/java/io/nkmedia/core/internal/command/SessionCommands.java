package io.nkmedia.core.internal.command;

import static io.nkmedia.api.CoreError.ANSWER_ALREADY_SET;
import static io.nkmedia.api.CoreError.INVALID_OPERATION;
import static io.nkmedia.api.CoreError.INVALID_SDP;
import static io.nkmedia.api.CoreError.INVALID_STATE;
import static io.nkmedia.api.CoreError.MISSING_SDP;
import static io.nkmedia.api.CoreError.NOT_IMPLEMENTED;
import static io.nkmedia.api.CoreError.OFFER_NOT_SET;
import static io.nkmedia.api.CoreError.SESSION_FAILED;
import static io.nkmedia.api.CoreError.SESSION_NOT_FOUND;
import static io.nkmedia.api.CoreError.SESSION_STOP;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.api.media.Description;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.session.MediaSession;
import io.nkmedia.core.internal.session.Sessions;
import io.nkmedia.core.internal.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** {@code media/session/*} beside {@code create} (media-session.md §4). */
final class SessionCommands {
    private static final Duration MEDIA_LIMIT = Duration.ofSeconds(30);

    record Id(@Field(value = "Id of the session", max = 128) String sessionId) {}

    record DestroyParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "A note for the destroyed event", max = 200)
            Optional<String> reason) {}

    record AnswerParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,
            @Field("The answer") Media.SdpObject answer) {}

    record RestartParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,
            @Field("The client's new offer") Media.SdpObject offer) {}

    record WaitParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "Milliseconds to wait", byDefault = "30000", min = 0, max = 60000)
            int timeout) {}

    record CandidateParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "The m-line's mid", name = "sdpMid", byDefault = "\"\"")
            String sdpMid,

            @Field(value = "The m-line's index", name = "sdpMLineIndex", min = 0, max = 255)
            Optional<Integer> sdpMLineIndex,

            @Field(value = "candidate:…; empty for the end of candidates", max = 512)
            Optional<String> candidate,

            @Field(value = "The ICE user name that it belongs to", name = "usernameFragment")
            Optional<String> usernameFragment,

            @Field(value = "Several candidates at once", byDefault = "[]", max = 50)
            List<Media.CandidateObject> candidates) {}

    private final Sessions sessions;

    SessionCommands(Sessions sessions) {
        this.sessions = sessions;
    }

    List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                        "media/session/destroy",
                        DestroyParameters.class,
                        "Ends a session.",
                        "nothing",
                        this::destroy,
                        SESSION_NOT_FOUND),
                Command.of(
                                "media/session/set_answer",
                                AnswerParameters.class,
                                "Gives the client's answer to the server's offer; for p2p also the other client's.",
                                "nothing, when the server side has taken it",
                                (p, caller) -> Command.done(session(p.sessionId(), caller)
                                        .setAnswer(p.answer().description("answer"))),
                                SESSION_NOT_FOUND,
                                OFFER_NOT_SET,
                                ANSWER_ALREADY_SET,
                                INVALID_OPERATION,
                                MISSING_SDP,
                                INVALID_SDP,
                                SESSION_FAILED)
                        .within(MEDIA_LIMIT),
                waiting("offer", MediaSession::offer),
                waiting("answer", MediaSession::answer),
                Command.of(
                        "media/session/set_candidate",
                        CandidateParameters.class,
                        "Gives one or several candidates of the client.",
                        "nothing, when they are queued",
                        this::candidates,
                        SESSION_NOT_FOUND),
                Command.of(
                        "media/session/set_candidate_end",
                        Id.class,
                        "The client has no more candidates.",
                        "nothing",
                        (p, caller) ->
                                Command.done(session(p.sessionId(), caller).candidatesEnd()),
                        SESSION_NOT_FOUND),
                Command.of(
                                "media/session/restart_ice",
                                RestartParameters.class,
                                "Restarts ICE, or renegotiates, with a new offer of the client.",
                                "answer",
                                (p, caller) -> session(p.sessionId(), caller)
                                        .restart(p.offer().description("offer"))
                                        .thenApply(answer -> Map.of("answer", Wire.description(answer))),
                                SESSION_NOT_FOUND,
                                INVALID_STATE,
                                NOT_IMPLEMENTED,
                                MISSING_SDP,
                                INVALID_SDP)
                        .within(MEDIA_LIMIT));
    }

    private ApiCommand<?> waiting(String what, BiFunction<MediaSession, Duration, CompletionStage<Description>> get) {
        return Command.of(
                        "media/session/get_" + what,
                        WaitParameters.class,
                        "Gives the " + what + " of a session, or waits for it.",
                        what,
                        (p, caller) -> get.apply(session(p.sessionId(), caller), Duration.ofMillis(p.timeout()))
                                .thenApply(made -> Map.of(what, Wire.description(made))),
                        SESSION_NOT_FOUND,
                        SESSION_STOP)
                .within(Duration.ofSeconds(61));
    }

    private MediaSession session(String id, ConnectionCaller caller) {
        return Sight.live(sessions, id, caller);
    }

    private CompletionStage<Object> destroy(DestroyParameters p, ConnectionCaller caller) {
        var session = Sight.of(caller, sessions.remembered(p.sessionId())).orElseThrow(SESSION_NOT_FOUND::error);
        boolean owner = session.settings().owner().equals(Optional.of(caller.sessionId()));
        var code = owner ? CoreError.USER_STOP : CoreError.API_STOP;
        return Command.done(session.destroy(new StopReason(code, p.reason())));
    }

    private CompletionStage<Object> candidates(CandidateParameters p, ConnectionCaller caller) {
        var session = session(p.sessionId(), caller);
        var all = new ArrayList<>(p.candidates());
        p.candidate()
                .ifPresent(line ->
                        all.add(new Media.CandidateObject(p.sdpMid(), p.sdpMLineIndex(), line, p.usernameFragment())));
        if (all.isEmpty()) {
            throw CoreError.MISSING_FIELD.field("candidate");
        }
        var given =
                all.stream().filter(c -> !c.isEnd()).map(c -> c.candidate("")).toList();
        boolean end = all.stream().anyMatch(Media.CandidateObject::isEnd);
        var taken = session.candidates(given);
        return Command.done(end ? taken.thenCompose(ok -> session.candidatesEnd()) : taken);
    }
}
