package io.nkmedia.api.media;

import io.nkmedia.api.StopReason;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** What the owner of a leg is told. Called on any thread, one call at a time for each leg; must not block. */
@ConsumerType
public interface LegEvents {
    /** A candidate of the engine. */
    void candidate(Candidate candidate);

    /** The engine has no more candidates. */
    void candidatesEnd();

    /** Keys of the status map that have changed (media-session.md §8), such as {@code webrtc_ready}. */
    void status(Map<String, Object> changed);

    /**
     * ICE or DTLS has failed, or works again. The leg still exists: the owner decides how long it waits.
     *
     * @param why for logs
     */
    void connectivity(boolean failed, String why);

    /** The leg is gone; nothing follows and {@link Leg#release} is not needed. */
    void ended(StopReason why);
}
