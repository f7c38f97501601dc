package io.nkmedia.api.media;

import java.time.Instant;
import java.util.Optional;

/**
 * How a backend is, for selection and operators. Never shown to clients.
 *
 * @param name unique in its service
 * @param kind such as {@code janus}
 * @param legs how many legs it carries
 * @param since when it got into this state
 * @param version of the engine, once known
 * @param problem why it isn't ready, fit for an operator
 */
public record BackendInfo(
        String name,
        String kind,
        BackendState state,
        int legs,
        Instant since,
        Optional<String> version,
        Optional<String> problem) {}
