package io.nkmedia.api.media;

import java.util.Set;

/**
 * One thing that a backend can do.
 *
 * @param type the session type, such as {@code echo}
 * @param extras what beyond the media itself: {@code mute_audio}, {@code mute_video}, {@code bitrate},
 *     {@code restart_ice}, {@code record}, …
 */
public record Capability(String type, Role role, SdpKind kind, Set<String> extras) {
    public Capability {
        extras = Set.copyOf(extras);
    }
}
