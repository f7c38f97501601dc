package io.nkmedia.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A connection that the gateway opens and keeps for an owner: plain data.
 *
 * @param id unique with its owner; asking again for an id that is open changes nothing, so a new holder simply asks
 * @param url {@code ws|wss://address:port/path} or {@code tcp|tls://address:port}. With TLS (1.2 or 1.3) the peer's
 *     certificate must be good for that address
 * @param subprotocol the WebSocket subprotocol to ask for
 * @param protocol the id of the {@link FrameProtocol} that is spoken on it
 * @param attributes given to the connection
 * @param timeout for connect and handshakes together
 * @param authorities PEM file of the authorities whose certificates are believed, instead of those that Java comes with
 */
public record ConnectSpec(
        String id,
        String url,
        Optional<String> subprotocol,
        String protocol,
        Map<String, String> attributes,
        FrameLimits limits,
        Duration timeout,
        Optional<Path> authorities) {
    public ConnectSpec {
        attributes = Map.copyOf(attributes);
    }

    /** Believes the authorities that Java comes with. */
    public ConnectSpec(
            String id,
            String url,
            Optional<String> subprotocol,
            String protocol,
            Map<String, String> attributes,
            FrameLimits limits,
            Duration timeout) {
        this(id, url, subprotocol, protocol, attributes, limits, timeout, Optional.empty());
    }

    public ConnectSpec withAuthorities(Path changed) {
        return new ConnectSpec(id, url, subprotocol, protocol, attributes, limits, timeout, Optional.of(changed));
    }
}
