package io.nkmedia.core.internal.media;

import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import java.util.ArrayList;
import java.util.List;

/** Writes down what comes out of a gate, in order. */
final class Passed implements TrickleGate.Out {
    final List<String> log = new ArrayList<>();
    final List<Description> descriptions = new ArrayList<>();

    @Override
    public void description(Description description) {
        descriptions.add(description);
        log.add(description.trickle() ? "trickling sdp" : "complete sdp");
    }

    @Override
    public void candidate(Candidate candidate) {
        log.add("candidate " + candidate.candidate().substring("candidate:".length(), "candidate:".length() + 1));
    }

    @Override
    public void end() {
        log.add("end");
    }

    @Override
    public void noCandidates() {
        log.add("no candidates");
    }

    @Override
    public void ignored(Candidate candidate) {
        log.add("ignored");
    }
}
