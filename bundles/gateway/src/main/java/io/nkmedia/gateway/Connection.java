package io.nkmedia.gateway;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One socket, as its protocol sees it. Safe for use by any thread; nothing blocks. The object is only valid for the
 * attachment it was given to: after {@link Attachment#save()} or {@link Attachment#closed} calls have no effect.
 */
@ProviderType
public interface Connection {
    /** Unique in this process, and the same over all holders. */
    String id();

    /** The same for the whole life of the connection. */
    ConnectionInfo info();

    /** The attributes of the listener (or of {@link ConnectSpec}) as they are now. */
    Map<String, String> attributes();

    /**
     * Sends a text frame after those before it. Never waits: when what is queued exceeds the listener's
     * {@link FrameLimits}, the connection is closed with 4413 and nobody else notices.
     */
    void send(String frame);

    /** Sends several text frames, one after the other: cheaper than one by one. Bounds as {@link #send(String)}. */
    default void send(List<String> frames) {
        frames.forEach(this::send);
    }

    /** Sends a binary frame, which belongs to the gateway from now on; bounds as {@link #send(String)}. */
    void send(ByteBuffer frame);

    /** Sends a datagram; it is dropped when the bound is reached. Only for {@link Framing#DATAGRAM}. */
    void send(ByteBuffer frame, InetSocketAddress to);

    /** Closes after what was queued has been sent, or after 2 s. Idempotent; {@link Attachment#closed} follows. */
    void close(int code, String reason);

    /** Stops reading from the socket (back-pressure). A few frames that were read already may still arrive. */
    void pause();

    /** Reads again. */
    void resume();

    /** Bytes accepted by {@code send} and not yet written. */
    long queuedBytes();

    /** {@link System#nanoTime()} of the last inbound frame, WebSocket pongs included. */
    long lastReceivedNanos();
}
