package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.Framing;
import java.util.Optional;
import java.util.Set;

/**
 * The socket below a {@link Link}. Nothing here blocks; It reports frames and
 * the end to the link; the end at least once.
 */
public interface Transport {
    /** The one it will use of those that a protocol has; throws {@link IllegalArgumentException} if it can do none. */
    Framing framing(Set<Framing> offered);

    /**
     * Sends after what was sent before; any thread. {@code done} runs when it is written or lost. With {@code more} it
     * may wait for the next one, which follows at once.
     */
    void send(Frame frame, boolean more, Runnable done);

    /** Reads, or leaves what comes in the kernel's buffers; any thread, but one at a time. A new transport doesn't read. */
    void reading(boolean on, Framing framing);

    /**
     * Writes {@code farewell} if it has no close frame of its own, then closes once all is written. From now on it
     * reads and throws away, so that the peer gets the close and not a reset.
     */
    void close(int code, String reason, Optional<String> farewell);

    /** Drops the socket at once. */
    void abort();
}
