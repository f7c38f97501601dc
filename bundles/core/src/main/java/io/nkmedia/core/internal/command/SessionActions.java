package io.nkmedia.core.internal.command;

import static io.nkmedia.api.CoreError.INVALID_ACTION;
import static io.nkmedia.api.CoreError.INVALID_OPERATION;
import static io.nkmedia.api.CoreError.INVALID_STATE;
import static io.nkmedia.api.CoreError.NOT_IMPLEMENTED;
import static io.nkmedia.api.CoreError.NO_ACTIVE_PLAYER;
import static io.nkmedia.api.CoreError.NO_ACTIVE_RECORDER;
import static io.nkmedia.api.CoreError.NO_ACTIVE_ROOM;
import static io.nkmedia.api.CoreError.SESSION_NOT_FOUND;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.api.media.LegAction;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.session.MediaSession;
import io.nkmedia.core.internal.session.Sessions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What changes a session's media while it runs (media-session.md §4.8–4.12, §4.16). */
final class SessionActions {
    private static final Duration MEDIA_LIMIT = Duration.ofSeconds(30);

    record UpdateParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,
            @Field("Don't pass on the client's audio") Optional<Boolean> muteAudio,
            @Field("Don't pass on the client's video") Optional<Boolean> muteVideo,
            @Field("Don't pass on the client's data") Optional<Boolean> muteData,

            @Field(value = "Bit/s that the client may send, 0 = unlimited", min = 0, max = 100000000)
            Optional<Integer> bitrate) {}

    record TypeParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "The new type", pattern = "[a-z][a-z0-9_]{0,63}")
            String type,

            @Field(
                    value = "The type's own fields: room_id, publisher_id, peer_id, uri, loops, layout",
                    name = Field.REST)
            Map<String, Object> options) {}

    record RecorderParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "start, stop, pause, resume or get_actions", byDefault = "\"get_actions\"", max = 64)
            String action,

            @Field(value = "Name of the recording", pattern = "[A-Za-z0-9._-]{1,100}")
            Optional<String> name,

            @Field(value = "auto, webm, mkv, mp4 or wav", pattern = "auto|webm|mkv|mp4|wav")
            Optional<String> format,

            @Field("False leaves audio out") Optional<Boolean> audio,
            @Field("False leaves video out") Optional<Boolean> video) {}

    record PlayerParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(
                    value = "start, pause, resume, stop, get_info, get_position, set_position or get_actions",
                    byDefault = "\"get_actions\"",
                    max = 64)
            String action,

            @Field(value = "What to play", max = 2048) Optional<String> uri,

            @Field(value = "How often, 0 = for ever", min = 0, max = 1000000)
            Optional<Integer> loops,

            @Field(value = "Milliseconds", min = 0) Optional<Long> position) {}

    record RoomParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "layout, floor, kick, mute or get_actions", byDefault = "\"get_actions\"", max = 64)
            String action,

            @Field(value = "The room's picture", max = 100) Optional<String> layout,

            @Field(value = "Member that floor, kick, mute mean", max = 128)
            Optional<String> memberId) {}

    record DtmfParameters(
            @Field(value = "Id of the session", max = 128) String sessionId,

            @Field(value = "Digits; , and w are pauses", pattern = "[0-9A-D*#,w]{1,64}")
            String digits,

            @Field(value = "Milliseconds of each", byDefault = "160", min = 40, max = 2000)
            int duration,

            @Field(value = "Milliseconds between two", byDefault = "70", min = 20, max = 2000)
            int gap) {}

    private final Sessions sessions;

    SessionActions(Sessions sessions) {
        this.sessions = sessions;
    }

    List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                                "media/session/update_media",
                                UpdateParameters.class,
                                "Mutes, unmutes, or limits what the client sends.",
                                "nothing",
                                this::update,
                                SESSION_NOT_FOUND,
                                INVALID_STATE,
                                INVALID_OPERATION,
                                NOT_IMPLEMENTED)
                        .within(MEDIA_LIMIT),
                Command.of(
                                "media/session/set_type",
                                TypeParameters.class,
                                "Turns a session into one of another type.",
                                "the new type's details",
                                this::type,
                                SESSION_NOT_FOUND,
                                INVALID_STATE,
                                INVALID_OPERATION)
                        .within(MEDIA_LIMIT),
                Command.of(
                                "media/session/recorder_action",
                                RecorderParameters.class,
                                "Starts, stops, pauses or resumes recording.",
                                "nothing; start: recording_id, uri; get_actions: actions",
                                this::recorder,
                                SESSION_NOT_FOUND,
                                INVALID_STATE,
                                INVALID_ACTION,
                                NO_ACTIVE_RECORDER,
                                NOT_IMPLEMENTED)
                        .within(MEDIA_LIMIT),
                Command.of(
                                "media/session/player_action",
                                PlayerParameters.class,
                                "Controls what is played to the client.",
                                "nothing; get_info, get_position: in ms; get_actions: actions",
                                this::player,
                                SESSION_NOT_FOUND,
                                INVALID_STATE,
                                INVALID_ACTION,
                                NO_ACTIVE_PLAYER,
                                INVALID_OPERATION)
                        .within(MEDIA_LIMIT),
                Command.of(
                                "media/session/room_action",
                                RoomParameters.class,
                                "Changes the mixed room that the session is in.",
                                "nothing; get_actions: actions",
                                this::room,
                                SESSION_NOT_FOUND,
                                INVALID_STATE,
                                INVALID_ACTION,
                                NO_ACTIVE_ROOM)
                        .within(MEDIA_LIMIT),
                Command.of(
                                "media/session/send_dtmf",
                                DtmfParameters.class,
                                "Sends digits to the client.",
                                "nothing",
                                this::dtmf,
                                SESSION_NOT_FOUND,
                                INVALID_STATE,
                                NOT_IMPLEMENTED)
                        .within(MEDIA_LIMIT));
    }

    private MediaSession session(String id, ConnectionCaller caller) {
        return Sight.live(sessions, id, caller);
    }

    private CompletionStage<Object> update(UpdateParameters p, ConnectionCaller caller) {
        var change = new MediaUpdate(p.muteAudio(), p.muteVideo(), p.muteData(), p.bitrate());
        if (change.isEmpty()) {
            throw CoreError.MISSING_FIELD.field("mute_audio", "or another one is needed");
        }
        return Command.done(session(p.sessionId(), caller).update(change));
    }

    private CompletionStage<? extends Object> type(TypeParameters p, ConnectionCaller caller) {
        TypeFields.needed(p.type(), p.options().keySet());
        return session(p.sessionId(), caller).change(p.type(), p.options());
    }

    private CompletionStage<? extends Object> recorder(RecorderParameters p, ConnectionCaller caller) {
        var fields = new LinkedHashMap<String, Object>();
        p.name().ifPresent(name -> fields.put("name", name));
        p.format().ifPresent(format -> fields.put("format", format));
        p.audio().ifPresent(audio -> fields.put("audio", audio));
        p.video().ifPresent(video -> fields.put("video", video));
        return act(p.sessionId(), Actions.RECORDER, p.action(), fields, caller);
    }

    private CompletionStage<? extends Object> player(PlayerParameters p, ConnectionCaller caller) {
        var fields = new LinkedHashMap<String, Object>();
        p.uri().ifPresent(uri -> fields.put("uri", uri));
        p.loops().ifPresent(loops -> fields.put("loops", loops));
        p.position().ifPresent(position -> fields.put("position", position));
        if (p.action().equals("start")) {
            TypeFields.needed("play", fields.keySet());
            return Command.done(session(p.sessionId(), caller).change("play", fields));
        }
        if (p.action().equals("set_position") && p.position().isEmpty()) {
            throw CoreError.MISSING_FIELD.field("position");
        }
        return act(p.sessionId(), Actions.PLAYER, p.action(), fields, caller);
    }

    private CompletionStage<? extends Object> room(RoomParameters p, ConnectionCaller caller) {
        if (p.action().equals("layout") && p.layout().isEmpty()) {
            throw CoreError.MISSING_FIELD.field("layout");
        }
        var fields = new LinkedHashMap<String, Object>();
        p.layout().ifPresent(layout -> fields.put("layout", layout));
        p.memberId().ifPresent(member -> fields.put("member_id", member));
        if (Actions.OF_MEMBERS.contains(p.action())) {
            if (!caller.any()) {
                throw CoreError.UNAUTHORIZED.field("action");
            }
            if (p.memberId().isEmpty()) {
                throw CoreError.MISSING_FIELD.field("member_id");
            }
        }
        return act(p.sessionId(), Actions.ROOM, p.action(), fields, caller);
    }

    private CompletionStage<Object> dtmf(DtmfParameters p, ConnectionCaller caller) {
        var fields = Map.<String, Object>of("digits", p.digits(), "duration", p.duration(), "gap", p.gap());
        return Command.done(
                session(p.sessionId(), caller).act(new LegAction("dtmf", "send", fields), CoreError.NOT_IMPLEMENTED));
    }

    private CompletionStage<? extends Object> act(
            String id, Actions family, String action, Map<String, Object> fields, ConnectionCaller caller) {
        var session = session(id, caller);
        family.check(action);
        return action.equals(Actions.LIST)
                ? session.actions(family.label()).thenApply(family::listed)
                : session.act(new LegAction(family.label(), action, fields), family.missing(action));
    }
}
