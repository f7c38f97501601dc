package io.nkmedia.api.media;

import io.nkmedia.api.StopReason;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** One media leg on an engine. Safe for use by any thread; calls take effect in order; nothing blocks. */
@ConsumerType
public interface Leg {
    /** The id of the media session. */
    String id();

    /** The engine's answer, or its offer if the leg's role is {@link Role#OFFERER}. */
    Description description();

    /** The client's answer to the engine's offer; fails with {@code invalid_sdp} and may then be tried again. */
    CompletionStage<Void> answer(Description answer);

    /** A candidate of the client. Bad ones are dropped by the engine. */
    void candidate(Candidate candidate);

    /** The client has no more candidates. */
    void candidatesEnd();

    /** Changes what flows; fails with {@code not_implemented} if the engine can't. */
    CompletionStage<Void> update(MediaUpdate update);

    /** A new offer on the live leg: renegotiation or ICE restart; gives the engine's answer. */
    CompletionStage<Description> reoffer(Description offer);

    /**
     * Normalized statistics (media-session.md §4.14): {@code audio}, {@code video}, {@code ice} and what is in them;
     * what the engine doesn't know is absent.
     */
    CompletionStage<Map<String, Object>> stats();

    /** Gives the leg back. Idempotent; no event follows. */
    void release(StopReason why);
}
