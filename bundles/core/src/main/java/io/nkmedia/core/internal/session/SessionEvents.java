package io.nkmedia.core.internal.session;

import io.nkmedia.api.Event;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.core.internal.wire.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of one session (media-session.md §9). */
final class SessionEvents {
    private static final String QUALITY = "quality";

    private final String id;
    private final SessionHost host;
    private final Runnable changed;

    /** @param changed told of each event that says that the session isn't as it was */
    SessionEvents(String id, SessionHost host, Runnable changed) {
        this.id = id;
        this.host = host;
        this.changed = changed;
    }

    void created(Map<String, Object> info) {
        publish("created", info);
    }

    void offer(Description offer) {
        publish("offer", Map.of("offer", Wire.description(offer)));
    }

    void answer(Description answer) {
        publish("answer", Map.of("answer", Wire.description(answer)));
    }

    /** The client is to make a new offer: what it was connected with is gone. */
    void restart() {
        publish("restart", Map.of());
    }

    void candidate(Candidate candidate) {
        publish("candidate", Wire.candidate(candidate));
    }

    void candidatesEnd() {
        publish("candidate_end", Map.of());
    }

    void type(String type, Map<String, Object> ext) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", type);
        body.putAll(ext);
        publish("type", body);
    }

    void status(Map<String, Object> changed) {
        publish("status", changed);
    }

    void info(String info, Map<String, Object> more) {
        var body = new LinkedHashMap<>(more);
        body.put("info", info);
        publish("info", body);
    }

    /** Whether somebody wants to be told of the media's quality. */
    boolean qualityWanted() {
        return host.asksFor(QUALITY, id);
    }

    void quality(Map<String, Object> quality) {
        publish(QUALITY, quality);
    }

    void state(SessionState state) {
        publish("state", Map.of("state", state));
    }

    void destroyed(StopReason why) {
        var body = new LinkedHashMap<String, Object>();
        body.put("code", why.code().code());
        body.put("name", why.code().label());
        body.put("reason", why.code().text());
        why.detail().ifPresent(detail -> body.put("detail", detail));
        publish("destroyed", body);
    }

    void record(Map<String, Object> info, List<Map<String, Object>> timelog) {
        publish("record", Map.of("info", info, "timelog", timelog));
    }

    private void publish(String type, Map<String, Object> body) {
        if (!type.equals(QUALITY)) {
            changed.run();
        }
        host.publish(Event.of("media", "session", type, id, body));
    }
}
