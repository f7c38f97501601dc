package io.nkmedia.core.internal.session;

import io.nkmedia.api.media.Candidate;
import io.nkmedia.core.internal.media.CandidateLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Keeps candidates whose address is a name of the local link (mDNS) from an engine, which most likely can't resolve it,
 * unless there are no others (media-session.md §6 rule 7). Belongs to the session's mailbox.
 */
final class LocalNames {
    private static final int MAX = 50;

    private final List<Candidate> kept = new ArrayList<>();
    private BooleanSupplier inSdp = () -> false;
    private boolean others;

    /** A new round of candidates; {@code usable}: whether the SDP has some that the engine can use; asked if need be. */
    void begin(BooleanSupplier usable) {
        kept.clear();
        others = false;
        inSdp = usable;
    }

    /** Whether it is kept back. */
    boolean keep(Candidate candidate) {
        if (!CandidateLine.isLocalName(candidate)) {
            others = true;
            kept.clear();
            return false;
        }
        others = others || inSdp.getAsBoolean();
        if (!others && kept.size() < MAX) {
            kept.add(candidate);
        }
        return true;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** All that was kept, if there was nothing else: it is better than nothing. */
    List<Candidate> release() {
        var all = List.copyOf(kept);
        kept.clear();
        return all;
    }
}
