package io.nkmedia.api.media;

import java.util.Optional;

/**
 * What is to change in a leg's media; absent fields stay as they are.
 *
 * @param bitrate in bit/s, what the client may send; 0 = unlimited
 */
public record MediaUpdate(
        Optional<Boolean> muteAudio,
        Optional<Boolean> muteVideo,
        Optional<Boolean> muteData,
        Optional<Integer> bitrate) {
    public static final MediaUpdate NONE =
            new MediaUpdate(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public boolean isEmpty() {
        return equals(NONE);
    }
}
