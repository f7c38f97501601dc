package io.nkmedia.core.internal.session;

import io.nkmedia.api.media.Description;
import io.nkmedia.core.internal.media.TrickleGate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a session knows, as data: what goes to the next core when this one is replaced.
 *
 * @param backend the name of the backend that carries its leg
 * @param startTime ms since the epoch
 * @param readyTime the same; 0 if it isn't ready
 */
public record SessionSnapshot(
        SessionSettings settings,
        SessionState state,
        Optional<Description> offer,
        Optional<Description> answer,
        TrickleGate.State inbound,
        TrickleGate.State outbound,
        List<String> slaves,
        Optional<String> winner,
        Optional<String> backend,
        Map<String, Object> status,
        long startTime,
        long readyTime) {}
