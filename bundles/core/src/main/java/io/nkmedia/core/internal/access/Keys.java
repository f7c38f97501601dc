package io.nkmedia.core.internal.access;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jose4j.jwk.JsonWebKey;

/** The public keys of whoever signs tokens. Safe for use by any thread. */
interface Keys {
    /**
     * The keys that are known now.
     *
     * @param id the key that is looked for, if its id is known
     * @return fails with {@code service_unavailable} if they can't be had
     */
    CompletionStage<List<JsonWebKey>> find(Optional<String> id);

    /** Keys that don't change. */
    static Keys fixed(List<JsonWebKey> keys) {
        return id -> CompletableFuture.completedStage(keys);
    }
}
