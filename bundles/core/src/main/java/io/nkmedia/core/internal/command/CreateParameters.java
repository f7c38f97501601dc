package io.nkmedia.core.internal.command;

import io.nkmedia.api.command.Field;
import io.nkmedia.api.media.SdpKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code media/session/create} takes (media-session.md §4.1). */
record CreateParameters(
        @Field(value = "What the session does", pattern = "[a-z][a-z0-9_]{0,63}")
        String type,

        @Field(value = "Wanted id; generated if missing", pattern = "[A-Za-z0-9._:-]{8,128}")
        Optional<String> sessionId,

        @Field(value = "Reply when the answer (or offer) is there", byDefault = "false")
        boolean waitReply,

        @Field("The client's offer; without one the server makes it")
        Optional<Media.SdpObject> offer,

        @Field("The other client's answer, only for p2p") Optional<Media.SdpObject> answer,

        @Field(value = "Complete the offer with candidates before it is passed on", byDefault = "false")
        boolean noOfferTrickleIce,

        @Field(value = "Complete the answer with candidates before it is passed on", byDefault = "false")
        boolean noAnswerTrickleIce,

        @Field(value = "Milliseconds that candidates are collected", min = 100, max = 30000)
        Optional<Integer> trickleIceTimeout,

        @Field(value = "Kind of SDP that the server makes", byDefault = "\"webrtc\"")
        SdpKind sdpType,

        @Field(value = "Name or kind of the only backend that may serve it", max = 64)
        Optional<String> backend,

        @Field(value = "Session whose slave it becomes", max = 128)
        Optional<String> masterId,

        @Field(value = "Give the answer to the master too", byDefault = "false")
        boolean setMasterAnswer,

        @Field(value = "End when the peer ends", byDefault = "true")
        boolean stopAfterPeer,

        @Field(value = "Seconds until a session without answer ends", min = 1, max = 3600)
        Optional<Integer> waitTimeout,

        @Field(value = "Seconds until an answered session ends", min = 1, max = 604800)
        Optional<Integer> readyTimeout,

        @Field(value = "Send this session's events to this connection", byDefault = "true")
        boolean subscribe,

        @Field(value = "Only events of these types; all if empty", byDefault = "[]", max = 32)
        List<String> sessionEvents,

        @Field(value = "Merged into these events' bodies", byDefault = "{}", max = 4096)
        Map<String, Object> sessionEventsBody,

        @Field(value = "Free data, shown in get_info", byDefault = "{}", max = 4096)
        Map<String, Object> sessionMeta,

        @Field(
                value = "Has no owner: only commands and timers end it; needs a right to any session",
                byDefault = "false")
        boolean detached,

        @Field("Go on with another engine when its own has died; the service's media.rebuild if missing, and nothing"
                + " to p2p")
        Optional<Boolean> rebuild,

        @Field("Don't pass on the client's audio") Optional<Boolean> muteAudio,
        @Field("Don't pass on the client's video") Optional<Boolean> muteVideo,
        @Field("Don't pass on the client's data") Optional<Boolean> muteData,

        @Field(value = "Bit/s that the client may send, 0 = unlimited", min = 0, max = 100000000)
        Optional<Integer> bitrate,

        @Field(value = "Session to be bridged with", max = 128)
        Optional<String> peerId,

        @Field(value = "Room to publish to, listen in or take part in", max = 128)
        Optional<String> roomId,

        @Field(value = "Session to listen to", max = 128) Optional<String> publisherId,

        @Field(value = "Picture of a mixed room", max = 100) Optional<String> layout,

        @Field(value = "What to play", max = 2048) Optional<String> uri,

        @Field(value = "How often it is played, 0 = for ever", min = 0, max = 1000000)
        Optional<Integer> loops,

        @Field("true, or the fields of recorder_action start: record as soon as media is up")
        Optional<Object> record,

        @Field(value = "Put the service's STUN and TURN servers into the reply", byDefault = "false")
        boolean iceServers) {
    /** The type's own fields. */
    Map<String, Object> options() {
        var options = new LinkedHashMap<String, Object>();
        peerId.ifPresent(id -> options.put("peer_id", id));
        roomId.ifPresent(id -> options.put("room_id", id));
        publisherId.ifPresent(id -> options.put("publisher_id", id));
        layout.ifPresent(name -> options.put("layout", name));
        uri.ifPresent(what -> options.put("uri", what));
        loops.ifPresent(times -> options.put("loops", times));
        return options;
    }

    /** Whether it shall be recorded. */
    boolean records() {
        return record.filter(wish -> !wish.equals(false)).isPresent();
    }
}
