package io.nkmedia.api.runtime;

import java.util.Map;
import java.util.Optional;

/**
 * A running instance.
 *
 * @param id unique for each start, so that a fresh instance is never taken for the one before
 * @param addresses port name to {@code host:port}; an external instance may have {@code url.NAME} instead
 * @param secrets by name; never logged, never shown
 * @param recordings the folder for recordings as the engine names it
 */
public record Instance(
        String id, Map<String, String> addresses, Map<String, String> secrets, Optional<String> recordings) {
    public Instance {
        addresses = Map.copyOf(addresses);
        secrets = Map.copyOf(secrets);
    }

    @Override
    public String toString() {
        return "instance " + id;
    }
}
