package io.nkmedia.core.internal.session;

import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.wire.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a session can tell about itself: status, time log, and the answer to {@code get_info}. */
final class SessionReport {
    private final SessionSettings settings;
    private final Time time;
    private final TimeLog log;
    private final Map<String, Object> status = new LinkedHashMap<>();
    private final Map<String, Object> media = new LinkedHashMap<>();
    private volatile String type;
    private volatile Map<String, Object> typeExt;
    private Optional<StopReason> ended = Optional.empty();
    private volatile long startTime;
    private long readyTime;
    private long rebuildTime;
    private long stopTime;

    SessionReport(SessionSettings settings, Time time) {
        this.settings = settings;
        this.time = time;
        log = new TimeLog(time);
        startTime = time.now().toEpochMilli();
        type = settings.type();
        typeExt = settings.options();
        updated(settings.media());
    }

    void log(String msg, Map<String, Object> body) {
        log.add(msg, body);
    }

    List<Map<String, Object>> timelog() {
        return log.entries();
    }

    void status(Map<String, Object> changed) {
        status.putAll(changed);
        log.add(TimeLog.STATUS, changed);
    }

    /** What is true for a moment, and would fill the log. */
    void passing(Map<String, Object> changed) {
        status.putAll(changed);
    }

    /** On any thread. */
    String type() {
        return type;
    }

    /** On any thread. */
    Map<String, Object> typeExt() {
        return typeExt;
    }

    void type(String changed, Map<String, Object> ext) {
        type = changed;
        typeExt = Map.copyOf(ext);
        log.add("type", Map.of("type", changed));
    }

    Map<String, Object> status() {
        return new LinkedHashMap<>(status);
    }

    /** An engine's statistics with the time at which they were taken. */
    Map<String, Object> stats(Map<String, Object> engine) {
        var stats = new LinkedHashMap<String, Object>();
        stats.put("time", time.now());
        stats.putAll(engine);
        Mos.of(stats).ifPresent(mos -> stats.put("mos", mos));
        return stats;
    }

    Map<String, Object> media() {
        return Map.copyOf(media);
    }

    /** Takes over what an update has changed; gives it as status. */
    Map<String, Object> updated(MediaUpdate update) {
        var changed = new LinkedHashMap<String, Object>();
        update.muteAudio().ifPresent(mute -> changed.put("mute_audio", mute));
        update.muteVideo().ifPresent(mute -> changed.put("mute_video", mute));
        update.muteData().ifPresent(mute -> changed.put("mute_data", mute));
        update.bitrate().ifPresent(bitrate -> changed.put("bitrate", bitrate));
        media.putAll(changed);
        return changed;
    }

    /** There is an answer; how long the session may live counts from the first one. */
    void ready() {
        rebuildTime = 0;
        readyTime = readyTime == 0 ? time.now().toEpochMilli() : readyTime;
    }

    /** The engine is gone; from now on there is time for another one. */
    void rebuilding() {
        rebuildTime = time.now().toEpochMilli();
        log.add("rebuild", Map.of());
    }

    /** As the client has set it. */
    MediaUpdate wanted() {
        return new MediaUpdate(flag("mute_audio"), flag("mute_video"), flag("mute_data"), bitrate());
    }

    private Optional<Boolean> flag(String name) {
        return Optional.ofNullable(media.get(name)).map(Boolean.TRUE::equals);
    }

    private Optional<Integer> bitrate() {
        return media.get("bitrate") instanceof Number bits ? Optional.of(bits.intValue()) : Optional.empty();
    }

    void ended(StopReason why) {
        ended = Optional.of(why);
        stopTime = time.now().toEpochMilli();
        log.add("destroyed", Map.of("name", why.code().label()));
    }

    /** Any thread. */
    long startTime() {
        return startTime;
    }

    long readyTime() {
        return readyTime;
    }

    long rebuildTime() {
        return rebuildTime;
    }

    void resume(SessionSnapshot from) {
        status.putAll(from.status());
        media.putAll(from.media());
        startTime = from.startTime();
        log.resume(from.timelog(), time.now().toEpochMilli() - startTime);
        readyTime = from.readyTime();
        rebuildTime = from.rebuildTime();
        from.type().ifPresent(changed -> type = changed);
        typeExt = from.typeExt();
        log.add("resumed", Map.of());
    }

    Map<String, Object> info(
            SessionState state,
            Optional<Description> offer,
            Optional<Description> answer,
            Optional<String> backend,
            PeerLinks links) {
        var info = new LinkedHashMap<String, Object>();
        info.put("session_id", settings.id());
        info.put("type", type);
        info.put("type_ext", typeExt(links));
        info.put("state", state);
        info.put("backend_role", settings.role());
        backend.ifPresent(name -> info.put("backend", name));
        offer.ifPresent(description -> info.put("offer", Wire.description(description)));
        answer.ifPresent(description -> info.put("answer", Wire.description(description)));
        info.put("sdp_type", settings.kind());
        info.put("no_offer_trickle_ice", settings.noOfferTrickle());
        info.put("no_answer_trickle_ice", settings.noAnswerTrickle());
        info.put("trickle_ice_timeout", settings.trickleTimeout());
        links.masterId().ifPresent(id -> info.put("master_id", id));
        if (!links.slaves().isEmpty()) {
            info.put("slave_ids", List.copyOf(links.slaves()));
        }
        info.put("set_master_answer", settings.setMasterAnswer());
        info.put("stop_after_peer", settings.stopAfterPeer());
        info.put("wait_timeout", settings.waitTimeout());
        info.put("ready_timeout", settings.readyTimeout());
        settings.rebuild().ifPresent(limit -> info.put("rebuild", true));
        info.put("user_id", settings.user());
        settings.owner().ifPresent(owner -> info.put("user_session", owner));
        info.put("session_meta", settings.meta());
        typeExt.forEach(info::putIfAbsent);
        info.putAll(media);
        info.put("status", status());
        times(state, info);
        return info;
    }

    private void times(SessionState state, Map<String, Object> info) {
        info.put("start_time", startTime);
        if (readyTime > 0) {
            info.put("ready_time", readyTime);
        }
        if (ended.isPresent()) {
            info.put("stop_time", stopTime);
            info.put("destroy_code", ended.get().code().code());
            info.put("destroy_reason", ended.get().code().label());
        } else {
            info.put("remaining", remainingMillis(state) / 1000);
        }
    }

    /** Until the wait or the ready timer ends the session. */
    long remainingMillis(SessionState state) {
        boolean ready = state == SessionState.READY;
        long end = (ready ? readyTime : Math.max(startTime, rebuildTime))
                + 1000L * (ready ? settings.readyTimeout() : settings.waitTimeout());
        return Math.max(0, end - time.now().toEpochMilli());
    }

    private Map<String, Object> typeExt(PeerLinks links) {
        return links.masterId()
                .filter(id -> type.equals(Sessions.P2P))
                .<Map<String, Object>>map(id -> Map.of("peer_id", id, "role", "slave"))
                .orElse(typeExt);
    }
}
