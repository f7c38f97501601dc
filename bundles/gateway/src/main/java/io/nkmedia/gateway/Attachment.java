package io.nkmedia.gateway;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One connection's side of a protocol. The gateway calls it on I/O threads, one call at a time and in order; it must
 * not block there.
 */
@ConsumerType
public interface Attachment {
    /** A text frame: a WebSocket text message, or a line. */
    void text(String frame);

    /** A binary frame; only for framings that have them. The buffer belongs to the receiver. */
    default void bytes(ByteBuffer frame) {
        throw new UnsupportedOperationException("this protocol has no binary frames");
    }

    /** A datagram and where it came from; only for {@link Framing#DATAGRAM}. */
    default void datagram(ByteBuffer frame, InetSocketAddress from) {
        throw new UnsupportedOperationException("this protocol has no datagrams");
    }

    /**
     * The holder goes: everything that the next one needs to carry on, as text with a schema number of the protocol's
     * own. Nothing is received or may be sent after it has completed; the gateway waits for it at most 1 s and closes
     * the connection with 1011 if it fails.
     */
    CompletionStage<String> save();

    /**
     * The connection is gone, whoever closed it. Called once, and not after {@link #save()} has completed; a connection
     * whose peer went while nobody held it is given to the next holder, with its last frames, and closed at once.
     *
     * @param code that of our close if we closed it, else the peer's, or 1006 if there was none
     */
    void closed(int code, String reason);

    /**
     * The last frame on a connection that has no close frame of its own (TCP, TLS), whoever closes it on our side: the
     * gateway, or the protocol by {@link Connection#close}, which therefore sends none itself. Also asked once after
     * {@link #save()} with 1001, for the case that no next holder comes. Must only compute.
     */
    default Optional<String> farewell(int code, String reason) {
        return Optional.empty();
    }
}
