package io.nkmedia.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A connection that the gateway opens and keeps for an owner: plain data.
 *
 * @param id unique with its owner; asking again for an id that is open changes nothing, so a new holder simply asks
 * @param url {@code ws://address:port/path} or {@code tcp://address:port}
 * @param subprotocol the WebSocket subprotocol to ask for
 * @param protocol the id of the {@link FrameProtocol} that is spoken on it
 * @param attributes given to the connection
 * @param timeout for connect and handshake together
 */
public record ConnectSpec(
        String id,
        String url,
        Optional<String> subprotocol,
        String protocol,
        Map<String, String> attributes,
        FrameLimits limits,
        Duration timeout) {
    public ConnectSpec {
        attributes = Map.copyOf(attributes);
    }
}
