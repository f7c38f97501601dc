package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaUpdate;
import java.util.Map;
import java.util.Optional;
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
        return links.giveAnswerToMaster(answer);
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
        return CompletableFuture.failedStage(
                CoreError.NOT_IMPLEMENTED.because("a p2p session is restarted by a new session"));
    }

    @Override
    public CompletionStage<Map<String, Object>> stats() {
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
