package io.nkmedia.core.internal.session;

import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Who a session is linked to: at most one master, any number of slaves, of which the first to answer wins
 * (media-session.md §5). Belongs to the session's mailbox.
 */
final class PeerLinks {
    /** Candidates kept for a slave that comes later, and of a slave that has not answered yet. */
    private static final int MAX_KEPT = 200;

    private final SessionSettings settings;
    private final SessionHost host;
    private final Set<String> slaves = new LinkedHashSet<>();
    private final List<Candidate> sent = new ArrayList<>();
    private final Map<String, List<Candidate>> early = new LinkedHashMap<>();
    private final Set<String> earlyEnds = new LinkedHashSet<>();
    private Optional<String> masterId;
    private Optional<String> winner = Optional.empty();
    private boolean sentAll;
    private boolean decided;

    /**
     * All that it knows, to go on elsewhere.
     *
     * @param sent candidates that went out, for a slave that comes later
     * @param early candidates of slaves without answer
     * @param earlyEnds slaves without answer that have no more candidates
     * @param decided whether there is an answer, whoever gave it
     */
    record State(
            Optional<String> masterId,
            List<String> slaves,
            Optional<String> winner,
            List<Candidate> sent,
            boolean sentAll,
            Map<String, List<Candidate>> early,
            List<String> earlyEnds,
            boolean decided) {
        /** The ids of all that it is linked to. */
        Stream<String> all() {
            return Stream.concat(masterId.stream(), slaves.stream());
        }
    }

    State state() {
        return new State(
                masterId,
                List.copyOf(slaves),
                winner,
                List.copyOf(sent),
                sentAll,
                Map.copyOf(early),
                List.copyOf(earlyEnds),
                decided);
    }

    PeerLinks(SessionSettings settings, SessionHost host) {
        this.settings = settings;
        this.host = host;
        this.masterId = settings.masterId();
    }

    /** Goes on where the links were. */
    void resume(State from) {
        masterId = from.masterId();
        slaves.addAll(from.slaves());
        winner = from.winner();
        sent.addAll(from.sent());
        sentAll = from.sentAll();
        from.early().forEach((slave, candidates) -> early.put(slave, new ArrayList<>(candidates)));
        earlyEnds.addAll(from.earlyEnds());
        decided = from.decided();
    }

    String id() {
        return settings.id();
    }

    Optional<String> masterId() {
        return masterId;
    }

    Set<String> slaves() {
        return slaves;
    }

    Optional<String> winner() {
        return winner;
    }

    Optional<MediaSession> master() {
        return masterId.flatMap(host::find);
    }

    /** The other end: the master, or the slave that won, or all slaves as long as none has. */
    List<MediaSession> peers() {
        if (masterId.isPresent()) {
            return master().stream().toList();
        }
        return winner.map(Set::of).orElse(slaves).stream()
                .flatMap(id -> host.find(id).stream())
                .toList();
    }

    /** All that are linked, for the end. */
    List<MediaSession> all() {
        var all = new ArrayList<>(master().stream().toList());
        slaves.forEach(id -> host.find(id).ifPresent(all::add));
        return all;
    }

    /** Whether our answer is to be that of a master, too. */
    boolean answersMaster() {
        return settings.setMasterAnswer() && master().isPresent();
    }

    /** Completes with what the master says to it; without a master to be answered at once. */
    CompletionStage<Void> giveAnswerToMaster(Description answer) {
        return settings.setMasterAnswer()
                ? master().map(m -> m.answerOfSlave(id(), answer)).orElse(CompletableFuture.completedStage(null))
                : CompletableFuture.completedStage(null);
    }

    /** This slave's answer was refused after all. */
    void lost(String slaveId) {
        if (winner.equals(Optional.of(slaveId))) {
            winner = Optional.empty();
        }
    }

    /** A new slave gets the candidates that went out before it came. */
    void addSlave(MediaSession slave) {
        slaves.add(slave.id());
        sent.forEach(candidate -> slave.candidateOfPeer(id(), candidate));
        if (sentAll) {
            slave.candidatesEndOfPeer(id());
        }
    }

    void sent(Candidate candidate) {
        if (masterId.isEmpty() && sent.size() < MAX_KEPT) {
            sent.add(candidate);
        }
    }

    void sentAll() {
        sentAll = true;
    }

    /** This slave's answer is the one. */
    void won(String slaveId) {
        winner = Optional.of(slaveId);
    }

    /**
     * There is an answer: candidates that came before it go on. If no slave has won, the application gave it, and all
     * slaves' candidates are taken.
     */
    void decided(Consumer<Candidate> to, Runnable end) {
        decided = true;
        early.forEach((slave, candidates) -> {
            if (takes(slave)) {
                candidates.forEach(to);
            }
        });
        if (earlyEnds.stream().anyMatch(this::acceptsEnd)) {
            end.run();
        }
        early.clear();
        earlyEnds.clear();
    }

    private boolean takes(String peerId) {
        return masterId.equals(Optional.of(peerId))
                || winner.map(peerId::equals).orElse(decided && slaves.contains(peerId));
    }

    /** Whether a candidate of this peer is for our client now; one of a slave without answer is kept. */
    boolean accepts(String peerId, Candidate candidate) {
        if (takes(peerId)) {
            return true;
        }
        if (!decided && slaves.contains(peerId)) {
            var kept = early.computeIfAbsent(peerId, id -> new ArrayList<>());
            if (kept.size() < MAX_KEPT) {
                kept.add(candidate);
            }
        }
        return false;
    }

    /** Whether the end of candidates of this peer is for our client now; of several slaves without winner none is. */
    boolean acceptsEnd(String peerId) {
        if (!decided && slaves.contains(peerId)) {
            earlyEnds.add(peerId);
        }
        return takes(peerId) && (winner.isPresent() || masterId.isPresent() || slaves.size() == 1);
    }

    /**
     * A linked session has ended; the link is cut.
     *
     * @return whether that is the end of this one's call: not if it was one of several slaves and isn't the winner
     */
    boolean ended(String peerId) {
        if (masterId.equals(Optional.of(peerId))) {
            masterId = Optional.empty();
            return true;
        }
        early.remove(peerId);
        earlyEnds.remove(peerId);
        return slaves.remove(peerId) && (winner.equals(Optional.of(peerId)) || (winner.isEmpty() && slaves.isEmpty()));
    }
}
