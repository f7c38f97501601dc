package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.LegAction;
import io.nkmedia.api.media.MediaUpdate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The other client as the server side of a session (media-session.md §5): a slave presents its master's offer and gives
 * its answer to it; candidates go to the peers. The server sees no media.
 */
final class P2pPath implements MediaPath {
    private final PeerLinks links;
    private final PathEvents session;

    P2pPath(PeerLinks links, PathEvents session) {
        this.links = links;
        this.session = session;
    }

    @Override
    public void start(Optional<Description> offer) {
        links.master()
                .ifPresent(master -> master.offer().whenComplete((description, failure) -> {
                    if (failure == null) {
                        session.description(description);
                    } else {
                        session.ended(StopReason.of(CoreError.PEER_STOPPED));
                    }
                }));
    }

    @Override
    public CompletionStage<Void> answer(Description answer) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void candidate(Candidate candidate) {
        links.peers().forEach(peer -> peer.candidateOfPeer(links.id(), candidate));
    }

    @Override
    public void candidatesEnd() {
        links.peers().forEach(peer -> peer.candidatesEndOfPeer(links.id()));
    }

    @Override
    public CompletionStage<Void> update(MediaUpdate update) {
        return CompletableFuture.failedStage(
                CoreError.INVALID_OPERATION.because("a p2p session's media is its clients'"));
    }

    @Override
    public CompletionStage<Description> reoffer(Description offer) {
        var peers = links.peers();
        return peers.size() == 1
                ? peers.get(0).offerOfPeer(offer)
                : CompletableFuture.failedStage(CoreError.INVALID_STATE.because("there is no peer to answer"));
    }

    @Override
    public CompletionStage<Map<String, Object>> stats() {
        return unseen();
    }

    @Override
    public CompletionStage<Map<String, Object>> rawStats() {
        return unseen();
    }

    @Override
    public CompletionStage<Map<String, Object>> change(String type, Map<String, Object> options) {
        return CompletableFuture.failedStage(CoreError.INVALID_OPERATION.because("a p2p session stays one"));
    }

    @Override
    public CompletionStage<Set<String>> actions(String family) {
        return CompletableFuture.completedStage(Set.of());
    }

    @Override
    public CompletionStage<Map<String, Object>> act(LegAction action) {
        return unseen();
    }

    private static CompletionStage<Map<String, Object>> unseen() {
        return CompletableFuture.failedStage(CoreError.NOT_IMPLEMENTED.because("the server sees no media of p2p"));
    }

    @Override
    public boolean takesTrickle() {
        return true;
    }

    @Override
    public boolean watched() {
        return false;
    }

    @Override
    public Optional<String> backend() {
        return Optional.empty();
    }

    @Override
    public void release(StopReason why) {
        // The peers are told by the session itself: links are not special to p2p.
    }
}
