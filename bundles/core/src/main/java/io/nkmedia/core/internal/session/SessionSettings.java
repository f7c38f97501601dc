package io.nkmedia.core.internal.session;

import io.nkmedia.api.command.Field;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import java.util.Map;
import java.util.Optional;

/**
 * What a session was created with; none of it changes.
 *
 * @param owner the connection session whose end ends this session; empty for a detached one
 * @param forcedBackend the backend that the creator asked for
 * @param trickleTimeout in ms
 * @param waitTimeout in s
 * @param readyTimeout in s
 * @param rebuild in s: so long another engine may take to be there when its own has died; empty: it ends then
 * @param options the type's own fields, such as {@code room_id}
 */
public record SessionSettings(
        String id,
        String type,
        Role role,
        SdpKind kind,
        String user,
        Optional<String> owner,
        Optional<String> forcedBackend,
        boolean noOfferTrickle,
        boolean noAnswerTrickle,
        int trickleTimeout,
        int waitTimeout,
        int readyTimeout,
        Optional<Integer> rebuild,
        Optional<String> masterId,
        boolean setMasterAnswer,
        boolean stopAfterPeer,
        Map<String, Object> meta,
        MediaUpdate media,

        @Field(value = "The type's own fields", byDefault = "{}")
        Map<String, Object> options) {}
