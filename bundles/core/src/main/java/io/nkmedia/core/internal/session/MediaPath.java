package io.nkmedia.core.internal.session;

import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.LegAction;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.base.Mailbox;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What is on the server side of a session: another client (p2p) or an engine's leg. Called on the session's mailbox;
 * tells the session through {@link PathEvents}.
 */
interface MediaPath {
    /** What a path tells its session; any thread. */
    interface PathEvents {
        /** The server side's offer or answer. */
        void description(Description description);

        void candidate(Candidate candidate);

        void candidatesEnd();

        void status(Map<String, Object> changed);

        void connectivity(boolean failed, String why);

        void ended(StopReason why);
    }

    /** Makes the server side of a session. */
    interface Maker {
        MediaPath make(PathEvents session, Mailbox box, PeerLinks links);
    }

    /** Begins; {@code offer} is the client's, if it made one and it is complete enough for this side. */
    void start(Optional<Description> offer);

    /** The client's answer to the server's offer. */
    CompletionStage<Void> answer(Description answer);

    void candidate(Candidate candidate);

    void candidatesEnd();

    CompletionStage<Void> update(MediaUpdate update);

    CompletionStage<Description> reoffer(Description offer);

    CompletionStage<Map<String, Object>> stats();

    /** As the engine itself tells it. */
    CompletionStage<Map<String, Object>> rawStats();

    /** Becomes another type; gives the new type's details. */
    CompletionStage<Map<String, Object>> change(String type, Map<String, Object> options);

    /** The actions of a family that this side can do. */
    CompletionStage<Set<String>> actions(String family);

    CompletionStage<Map<String, Object>> act(LegAction action);

    /** Whether candidates may follow the client's SDP. */
    boolean takesTrickle();

    /** Whether the server sees the media, so that it can tell when it is gone. */
    boolean watched();

    /** The backend's name. */
    Optional<String> backend();

    void release(StopReason why);
}
