package io.nkmedia.gateway;

/**
 * Bounds of one connection.
 *
 * @param maxMessageBytes the largest inbound frame, in bytes after decompression; a larger one closes with 1009
 * @param maxQueueFrames the most outbound frames that wait for a slow peer; one more closes with 4413
 * @param maxQueueBytes the same in bytes
 */
public record FrameLimits(int maxMessageBytes, int maxQueueFrames, int maxQueueBytes) {
    /** 256 KiB a message; 1000 frames or 1 MiB queued. */
    public static final FrameLimits DEFAULT = new FrameLimits(262_144, 1000, 1_048_576);

    public FrameLimits {
        if (maxMessageBytes < 1 || maxQueueFrames < 1 || maxQueueBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
