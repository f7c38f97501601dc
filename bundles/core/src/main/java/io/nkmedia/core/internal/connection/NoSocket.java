package io.nkmedia.core.internal.connection;

import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.ConnectionInfo;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** The socket of a session that came from an earlier core without one: what is sent is lost. */
record NoSocket(String id, ConnectionInfo info) implements Connection {
    static NoSocket of(String sessionId, Optional<ConnectionInfo> last) {
        return new NoSocket(
                "session " + sessionId,
                last.orElseGet(
                        () -> new ConnectionInfo("none", "", 0, false, "", Optional.empty(), Optional.empty(), false)));
    }

    @Override
    public Map<String, String> attributes() {
        return Map.of();
    }

    @Override
    public void send(String frame) {
        // Replies and pings to nobody; events wait elsewhere.
    }

    @Override
    public void send(ByteBuffer frame) {
        // The same.
    }

    @Override
    public void send(ByteBuffer frame, InetSocketAddress to) {
        // The same.
    }

    @Override
    public void close(int code, String reason) {
        // There is nothing to close.
    }

    @Override
    public void pause() {
        // There is nothing to read.
    }

    @Override
    public void resume() {
        // The same.
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public long lastReceivedNanos() {
        return 0;
    }
}
