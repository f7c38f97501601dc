package io.nkmedia.core.internal.media;

import io.nkmedia.api.media.Candidate;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which candidates belong to an SDP: those of its m-lines, and of its ICE user names if they name one, so that those from
 * before an ICE restart don't.
 *
 * @param lines how many m-lines there are
 */
record Addressees(Set<String> mids, int lines, Set<String> ufrags) {
    private static final Pattern UFRAG = Pattern.compile(" ufrag (\\S+)");

    boolean include(Candidate candidate) {
        boolean placed = candidate.sdpMid().filter(mids::contains).isPresent()
                || candidate.sdpMLineIndex().filter(index -> index < lines).isPresent();
        return placed
                && ufrag(candidate)
                        .map(name -> ufrags.isEmpty() || ufrags.contains(name))
                        .orElse(true);
    }

    /** The ICE user name that it says it belongs to. */
    static Optional<String> ufrag(Candidate candidate) {
        return candidate.usernameFragment().or(() -> {
            var matcher = UFRAG.matcher(candidate.candidate());
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        });
    }
}
