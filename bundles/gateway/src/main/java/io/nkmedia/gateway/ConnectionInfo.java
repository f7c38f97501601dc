package io.nkmedia.gateway;

import java.util.Optional;

/**
 * What is known of a connection from its handshake.
 *
 * @param transport {@code ws}, {@code wss}, {@code tcp}, {@code tls}, {@code udp}
 * @param remoteAddress the peer's numeric address, without port
 * @param loopback whether the peer is on this machine
 * @param path the request path of a WebSocket, else empty
 * @param outgoing whether the gateway opened it, on behalf of a {@link ConnectSpec}
 */
public record ConnectionInfo(
        String transport,
        String remoteAddress,
        int remotePort,
        boolean loopback,
        String path,
        Optional<String> userAgent,
        Optional<String> origin,
        boolean outgoing) {
    /** Whether what is sent can't be read on the way: TLS, or the peer is on this machine. */
    public boolean confidential() {
        return loopback || transport.equals("wss") || transport.equals("tls");
    }

    /** Such as {@code wss:192.0.2.7:51710}. */
    public String remote() {
        return transport + ":" + remoteAddress + ":" + remotePort;
    }
}
