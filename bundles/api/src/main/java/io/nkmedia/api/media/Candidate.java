package io.nkmedia.api.media;

import java.util.Optional;

/**
 * An ICE candidate (RFC 8838, RFC 8839). At least one of mid and index is there.
 *
 * @param candidate {@code candidate:…} without {@code a=}; never empty, the end has a call of its own
 */
public record Candidate(
        Optional<String> sdpMid,
        Optional<Integer> sdpMLineIndex,
        String candidate,
        Optional<String> usernameFragment) {}
