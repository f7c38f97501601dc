package io.nkmedia.bench;

import java.util.concurrent.CompletableFuture;

/** What a peer is asked to do again and again over one socket. */
interface Work {
    /**
     * Begins one piece of it, on the event loop.
     *
     * @param answered called when that is there which a user waits for
     * @param done called when the next one may begin
     */
    void begin(Runnable answered, Runnable done);

    /** Fails when the peer has refused something or has gone. */
    CompletableFuture<Void> broken();
}
