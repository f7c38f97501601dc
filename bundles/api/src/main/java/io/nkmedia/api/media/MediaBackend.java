package io.nkmedia.api.media;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A media engine of one service, as a plugin offers it through
 * {@link io.nkmedia.api.service.ServiceExtension#backends()}. Safe for use by any thread; nothing blocks.
 */
@ConsumerType
public interface MediaBackend {
    BackendInfo info();

    /** What it can do; the same as long as the object lives. */
    Set<Capability> capabilities();

    /** Whether the engine takes candidates after the SDP (media-session.md §6). */
    boolean takesTrickle();

    /**
     * Opens a leg. Events may come before the stage completes.
     *
     * @return completes with the leg, whose {@link Leg#description()} is there; fails with an
     *     {@link io.nkmedia.api.ApiException} ({@code invalid_sdp}, {@code session_failed}, {@code no_mediaserver}
     *     before anything was tried): then nothing is left behind and no event follows. Ends within 30 s.
     */
    CompletionStage<Leg> open(LegRequest request, LegEvents events);

    /**
     * Takes a leg over again that this backend carries already: after core or the backend's own bundle was replaced.
     * The leg's whole present status is told right after, since some of it may have been lost in the gap.
     *
     * @return fails with {@code backend_down} if the engine does not have it any more
     */
    CompletionStage<Leg> reattach(String legId, LegEvents events);

    /** Ends the instance and starts a fresh one; its legs end with {@code backend_down}. */
    void restart();
}
