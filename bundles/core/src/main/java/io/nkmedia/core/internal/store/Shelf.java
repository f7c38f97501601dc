package io.nkmedia.core.internal.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where what lives in one service is kept for the time after a crash. Safe for use by any thread unless said otherwise. */
public interface Shelf {
    /**
     * What was there when this process began to use it.
     *
     * @param ours whether this very process has written it: an earlier core, which hands its sessions on itself
     */
    record Left(boolean ours, Map<String, String> texts) {}

    /** Reads what is there; once, before anything else, on a thread that may block. Never fails: what can't be read is not there. */
    Left left();

    /** Something has changed: it is asked how it is soon, and that is written, as a record in JSON. */
    void changed(String key, Kept owner);

    /** It is over. Comes from the mailbox that {@link Kept#tell} uses. */
    void removed(String key);

    /** Why nothing can be written at the moment. */
    Optional<String> problem();

    /** Everything has come to its end: nothing is left on disk. Completes when that is so. */
    CompletionStage<Void> discard();

    /** Lets go of it; what is there stays. */
    void close();
}
