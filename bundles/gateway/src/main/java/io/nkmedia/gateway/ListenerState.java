package io.nkmedia.gateway;

import java.util.Optional;

/**
 * What became of a {@link ListenerSpec}.
 *
 * @param url as in the spec
 * @param port the port that is really listened on; 0 for the shared one or if it isn't open
 * @param error why it isn't open, fit for an operator: {@code port 9010 is in use}
 */
public record ListenerState(String url, int port, int connections, Optional<String> error) {
    public boolean open() {
        return error.isEmpty();
    }
}
