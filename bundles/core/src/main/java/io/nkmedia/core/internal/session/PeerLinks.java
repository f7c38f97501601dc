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
    private Optional<String> masterId;
    private Optional<String> winner = Optional.empty();
    private boolean sentAll;

    PeerLinks(SessionSettings settings, SessionHost host) {
        this.settings = settings;
        this.host = host;
        this.masterId = settings.masterId();
    }

    /** Goes on where the links were. */
    void resume(List<String> oldSlaves, Optional<String> oldWinner) {
        slaves.addAll(oldSlaves);
        winner = oldWinner;
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

    CompletionStage<Void> giveAnswerToMaster(Description answer) {
        return settings.setMasterAnswer()
                ? master().map(m -> m.answerOfSlave(id(), answer)).orElse(CompletableFuture.completedStage(null))
                : CompletableFuture.completedStage(null);
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

    /** This slave's answer is the one; gives the candidates that it sent before. */
    List<Candidate> won(String slaveId) {
        winner = Optional.of(slaveId);
        var kept = early.getOrDefault(slaveId, List.of());
        early.clear();
        return kept;
    }

    /** Whether a candidate of this peer is for our client now; one of a slave without answer is kept. */
    boolean accepts(String peerId, Candidate candidate) {
        if (masterId.equals(Optional.of(peerId)) || winner.equals(Optional.of(peerId))) {
            return true;
        }
        if (winner.isEmpty() && slaves.contains(peerId)) {
            var kept = early.computeIfAbsent(peerId, id -> new ArrayList<>());
            if (kept.size() < MAX_KEPT) {
                kept.add(candidate);
            }
        }
        return false;
    }

    /** Whether the end of candidates of this peer is for our client now. */
    boolean acceptsEnd(String peerId) {
        return masterId.equals(Optional.of(peerId)) || winner.equals(Optional.of(peerId));
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
        return slaves.remove(peerId) && (winner.equals(Optional.of(peerId)) || (winner.isEmpty() && slaves.isEmpty()));
    }
}
