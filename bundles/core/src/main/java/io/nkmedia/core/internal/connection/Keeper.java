package io.nkmedia.core.internal.connection;

import java.util.concurrent.CompletionStage;

/** Whoever looks after all connections. */
interface Keeper {
    /** Saves a connection: its protocol lets all of them come to rest first. */
    CompletionStage<String> save(ClientConnection connection);

    /** It has no socket any more: nobody will save it. */
    void gone(ClientConnection connection);
}
