package io.nkmedia.core.internal.media;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings an SDP and its candidates from one side to the other when the two differ in trickling (media-session.md §6).
 * One gate for each direction of a session; the same for offers and answers, clients and engines. Not safe for use by
 * several threads: it belongs to its session's mailbox.
 */
public final class TrickleGate {
    /** Candidates that come before their SDP; more are dropped. */
    private static final int MAX_EARLY = 200;

    /** What the gate does with candidates. */
    public enum Mode {
        /** There is no SDP yet. */
        EMPTY,
        /** The SDP went through; candidates follow one by one. */
        PASS,
        /** The SDP is kept back until the candidates are there. */
        BUFFER,
        /** The SDP went through and the receiver takes no candidates. */
        CLOSED
    }

    /** Where things come out. */
    public interface Out {
        void description(Description description);

        void candidate(Candidate candidate);

        void end();

        /** Buffering has ended and there is no candidate at all. */
        void noCandidates();

        /** A candidate that came too late or for nobody. */
        void ignored(Candidate candidate);
    }

    /** All that the gate knows, to go on elsewhere. */
    public record State(Mode mode, Optional<Description> kept, List<Candidate> candidates, boolean ended) {}

    /** Candidates of one round that are passed on; an engine need not bear more. */
    private static final int MAX_PASSED = 500;

    private final Out out;
    private final List<Candidate> candidates = new ArrayList<>();
    private Mode mode = Mode.EMPTY;
    private Optional<Description> kept = Optional.empty();
    private boolean ended;
    private int passed;

    public TrickleGate(Out out) {
        this.out = out;
    }

    /** A gate that goes on where another one was. */
    public TrickleGate(Out out, State state) {
        this(out);
        mode = state.mode();
        kept = state.kept();
        candidates.addAll(state.candidates());
        ended = state.ended();
    }

    public State state() {
        return new State(mode, kept, List.copyOf(candidates), ended);
    }

    /**
     * The SDP is there.
     *
     * @param receiverTakes whether the other side takes candidates after the SDP
     * @param noTrickle whether the session asked for a complete SDP
     */
    public void description(Description description, boolean receiverTakes, boolean noTrickle) {
        if (description.trickle() && (noTrickle || !receiverTakes)) {
            mode = Mode.BUFFER;
            kept = Optional.of(description);
            if (ended) {
                complete();
            }
            return;
        }
        mode = receiverTakes ? Mode.PASS : Mode.CLOSED;
        out.description(description);
        var early = List.copyOf(candidates);
        candidates.clear();
        early.forEach(this::candidate);
        if (ended && mode == Mode.PASS) {
            out.end();
        }
    }

    public void candidate(Candidate candidate) {
        switch (mode) {
            case EMPTY, BUFFER -> {
                if (candidates.size() < MAX_EARLY) {
                    candidates.add(candidate);
                } else {
                    out.ignored(candidate);
                }
            }
            case PASS -> {
                if (passed++ < MAX_PASSED) {
                    out.candidate(candidate);
                } else {
                    out.ignored(candidate);
                }
            }
            case CLOSED -> out.ignored(candidate);
        }
    }

    /** The sender has no more candidates. */
    public void end() {
        ended = true;
        switch (mode) {
            case BUFFER -> complete();
            case PASS -> out.end();
            case EMPTY, CLOSED -> {}
        }
    }

    /** {@code trickle_ice_timeout} has passed: what is there must do. */
    public void timeout() {
        if (mode == Mode.BUFFER) {
            complete();
        }
    }

    public boolean buffering() {
        return mode == Mode.BUFFER;
    }

    /** Takes SDPs and candidates of a new round: renegotiation or ICE restart. */
    public void reset() {
        mode = Mode.EMPTY;
        kept = Optional.empty();
        candidates.clear();
        ended = false;
        passed = 0;
    }

    /** A new round whose SDP goes another way: candidates are passed on. */
    public void pass() {
        reset();
        mode = Mode.PASS;
    }

    private void complete() {
        var description = kept.orElseThrow();
        mode = Mode.CLOSED;
        kept = Optional.empty();
        try {
            var sdp = Sdp.parse(description.sdp(), "sdp");
            if (candidates.isEmpty() && !sdp.hasCandidates()) {
                out.noCandidates();
                return;
            }
            var completed = sdp.complete(candidates);
            candidates.clear();
            out.description(description.withSdp(completed).withTrickle(false));
        } catch (ApiException unreadable) {
            // Checked when it came in; an engine's that can't be read is passed on as it is.
            out.description(description);
        }
    }
}
