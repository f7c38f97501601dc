package io.nkmedia.core.internal.service;

import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.access.KeyFetcher;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.connection.Clients;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.store.Shelf;
import io.nkmedia.gateway.Listeners;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What all services share.
 *
 * @param keys gets keys that tokens are signed with
 * @param runtime the runtime of engines, if there is one right now
 * @param version of the server
 * @param aside runs plugins' code that may never return
 * @param shelves where what lives is kept for the time after a crash
 */
record Platform(
        Mailboxes mailboxes,
        Time time,
        Listeners listeners,
        Plugins plugins,
        Passwords passwords,
        KeyFetcher keys,
        Clients clients,
        Json json,
        Supplier<Optional<BackendRuntime>> runtime,
        House house,
        String version,
        Executor aside,
        Shelves shelves) {
    /** Gives each service its shelf. */
    interface Shelves {
        /** @param told when there is a reason why nothing can be kept, and when it is over */
        Shelf of(String service, Consumer<Optional<String>> told);
    }
}
