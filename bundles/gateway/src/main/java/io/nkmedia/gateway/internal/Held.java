package io.nkmedia.gateway.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Frames that were read before reading stopped. Reading stops at once, so what comes is at most what one read gave:
 * the bounds are only met when a transport is broken. Only the link's mailbox touches it.
 */
final class Held {
    /** One read of the socket, in the shortest frames there can be. */
    static final int MAX_FRAMES = 65_536;

    /** One read of the socket beside one whole message. */
    private static final int ONE_READ = 262_144;

    private final Deque<Frame> frames = new ArrayDeque<>();
    private long bytes;

    /** False if it is full. */
    boolean add(Frame frame, int maxMessageBytes) {
        if (frames.size() >= MAX_FRAMES || bytes > (long) maxMessageBytes + ONE_READ) {
            return false;
        }
        frames.add(frame);
        bytes += frame.size();
        return true;
    }

    Optional<Frame> take() {
        var first = Optional.ofNullable(frames.poll());
        first.ifPresent(frame -> bytes -= frame.size());
        return first;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    void clear() {
        frames.clear();
        bytes = 0;
    }
}
