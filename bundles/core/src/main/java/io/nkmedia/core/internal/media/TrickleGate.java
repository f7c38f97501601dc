package io.nkmedia.core.internal.media;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    private final List<Candidate> next = new ArrayList<>(0);
    private final Set<String> older = new HashSet<>(0);
    private Mode mode = Mode.EMPTY;
    private Optional<Description> kept = Optional.empty();
    private Optional<Description> current = Optional.empty();
    private Optional<Addressees> addressees = Optional.empty();
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

    /** The SDP that went through before this gate took over. */
    public void expect(Description description) {
        current = Optional.of(description);
        addressees = Optional.empty();
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
        expect(description);
        if (description.trickle() && (noTrickle || !receiverTakes)) {
            mode = Mode.BUFFER;
            kept = Optional.of(description);
            candidates.removeIf(candidate -> !fits(candidate));
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
        if (mode != Mode.EMPTY && !fits(candidate)) {
            if (isOfNextRound(candidate)) {
                next.add(candidate);
            } else {
                out.ignored(candidate);
            }
            return;
        }
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

    /** Candidates of an ICE restart may be faster than its offer. */
    private boolean isOfNextRound(Candidate candidate) {
        return next.size() < MAX_EARLY
                && Addressees.ufrag(candidate)
                        .filter(name -> !older.contains(name)
                                && !addressees
                                        .map(Addressees::ufrags)
                                        .orElse(Set.of())
                                        .contains(name))
                        .isPresent();
    }

    /** Not read before there is a candidate: most complete SDPs never need it. */
    private boolean fits(Candidate candidate) {
        if (addressees.isEmpty() && current.isPresent()) {
            addressees = current.flatMap(TrickleGate::read).map(Sdp::addressees);
            current = addressees.isEmpty() ? Optional.empty() : current;
        }
        return addressees.map(known -> known.include(candidate)).orElse(true);
    }

    /** Checked when it came in; an engine's that can't be read says nothing. */
    private static Optional<Sdp> read(Description description) {
        try {
            return Optional.of(Sdp.parse(description.sdp(), "sdp"));
        } catch (ApiException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether it keeps an SDP back that has a candidate of each of these types for each of its transports. */
    public boolean hasEnough(Set<String> types) {
        return mode == Mode.BUFFER
                && kept.flatMap(TrickleGate::read)
                        .map(sdp -> sdp.has(types, candidates))
                        .orElse(false);
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
        addressees
                .or(() -> current.flatMap(TrickleGate::read).map(Sdp::addressees))
                .ifPresent(round -> older.addAll(round.ufrags()));
        current = Optional.empty();
        addressees = Optional.empty();
        candidates.clear();
        candidates.addAll(next);
        next.clear();
        ended = false;
        passed = 0;
    }

    private void complete() {
        var description = kept.orElseThrow();
        mode = Mode.CLOSED;
        kept = Optional.empty();
        var sdp = read(description);
        if (sdp.isEmpty()) {
            out.description(description);
        } else if (candidates.isEmpty() && !sdp.get().hasCandidates()) {
            out.noCandidates();
        } else {
            var completed = sdp.get().complete(candidates);
            candidates.clear();
            out.description(description.withSdp(completed).withTrickle(false));
        }
    }
}
