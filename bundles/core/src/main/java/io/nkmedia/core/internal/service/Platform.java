package io.nkmedia.core.internal.service;

import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.gateway.Listeners;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What all services share.
 *
 * @param runtime the runtime of engines, if there is one right now
 * @param version of the server
 */
record Platform(
        Mailboxes mailboxes,
        Time time,
        Listeners listeners,
        Plugins plugins,
        Passwords passwords,
        Json json,
        Supplier<Optional<BackendRuntime>> runtime,
        House house,
        String version) {}
