package io.nkmedia.api.media;

import java.util.Map;
import java.util.Optional;

/**
 * What a leg shall be.
 *
 * @param id the media session's id, which is the leg's id too
 * @param offer the client's offer if the role is {@link Role#OFFEREE}
 * @param options the type's own fields, such as {@code room_id}
 */
public record LegRequest(
        String id,
        String type,
        Role role,
        SdpKind kind,
        Optional<Description> offer,
        MediaUpdate media,
        Map<String, Object> options) {}
