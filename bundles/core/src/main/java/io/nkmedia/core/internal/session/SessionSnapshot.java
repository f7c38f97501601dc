package io.nkmedia.core.internal.session;

import io.nkmedia.api.command.Field;
import io.nkmedia.api.media.Description;
import io.nkmedia.core.internal.media.TrickleGate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a session knows, as data: what goes to the next core when this one is replaced.
 *
 * @param backend the name of the backend that carries its leg
 * @param media what is muted and limited now
 * @param startTime ms since the epoch
 * @param readyTime the same; 0 if it isn't ready
 * @param rebuildTime the same; 0 if it has the engine that it is to have
 * @param type if it isn't the one it was created with
 */
public record SessionSnapshot(
        SessionSettings settings,
        SessionState state,
        Optional<Description> offer,
        Optional<Description> answer,
        TrickleGate.State inbound,
        TrickleGate.State outbound,
        PeerLinks.State links,
        Optional<String> backend,
        Map<String, Object> status,
        Map<String, Object> media,
        List<Map<String, Object>> timelog,
        long startTime,
        long readyTime,

        @Field(value = "When the rebuilding that is under way began", byDefault = "0")
        long rebuildTime,

        Optional<String> type,

        @Field(value = "What is special about its type now", byDefault = "{}")
        Map<String, Object> typeExt) {}
