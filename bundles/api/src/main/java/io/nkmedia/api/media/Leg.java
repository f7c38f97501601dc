package io.nkmedia.api.media;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** One media leg on an engine. Safe for use by any thread; calls take effect in order; nothing blocks. */
@ConsumerType
public interface Leg {
    /** The id of the media session. */
    String id();

    /**
     * The engine's answer, or its offer if the leg's role is {@link Role#OFFERER}. Its SDP is empty if the leg was taken
     * over after a crash and the engine, whose PeerConnection has ended meanwhile, has forgotten it.
     */
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

    /** The engine's own statistics as it gives them, for admins; fails with {@code not_implemented} if it has none. */
    default CompletionStage<Map<String, Object>> rawStats() {
        return CompletableFuture.failedStage(CoreError.NOT_IMPLEMENTED.error());
    }

    /**
     * Turns the leg into one of another type; if that fails, the old one stays in force.
     *
     * @param options the new type's own fields, such as {@code publisher_id}
     * @return the details of the new type (media-session.md §7, {@code type_ext}); fails with {@code invalid_operation}
     *     if this change isn't possible
     */
    default CompletionStage<Map<String, Object>> change(String type, Map<String, Object> options) {
        return CompletableFuture.failedStage(CoreError.INVALID_OPERATION.because("this session can't change its type"));
    }

    /** The names of the actions of a family that this leg can do; see {@link LegAction}. */
    default Set<String> actions(String family) {
        return Set.of();
    }

    /**
     * Does one of its {@link #actions}.
     *
     * @return what it replies; fails with {@code no_active_recorder} and the like if it isn't the moment
     */
    default CompletionStage<Map<String, Object>> act(LegAction action) {
        return CompletableFuture.failedStage(CoreError.NOT_IMPLEMENTED.error());
    }

    /** Gives the leg back. Idempotent; no event follows. */
    void release(StopReason why);
}
