package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a session whose media is gone, since an engine may say nothing when a peer vanishes (media-session.md §3). Belongs
 * to the session's mailbox.
 */
final class MediaWatch {
    private static final Logger LOG = LoggerFactory.getLogger(MediaWatch.class);

    private final SessionHost host;
    private final Mailbox box;
    private final Scope scope;
    private final Consumer<StopReason> stop;
    private final Map<String, Boolean> streams = new HashMap<>();
    private Optional<Time.Timer> starting = Optional.empty();
    private Optional<Time.Timer> failing = Optional.empty();
    private Optional<Time.Timer> silent = Optional.empty();
    private boolean up;
    private boolean ownerless;

    MediaWatch(SessionHost host, Mailbox box, Scope scope, Consumer<StopReason> stop) {
        this.host = host;
        this.box = box;
        this.scope = scope;
        this.stop = stop;
    }

    /** Offer and answer are known: media must come up now. */
    void ready() {
        if (!up && starting.isEmpty()) {
            starting = Optional.of(timer(host.mediaStart(), CoreError.SESSION_FAILED, "media did not come up"));
        }
    }

    /** Nobody would notice if the client were gone. */
    void ownerless() {
        ownerless = true;
        checkSilence();
    }

    void status(Map<String, Object> changed) {
        if (Boolean.TRUE.equals(changed.get("webrtc_ready"))) {
            up = true;
            starting = cancelled(starting);
            failing = cancelled(failing);
        }
        changed.forEach((key, value) -> {
            if (key.endsWith("_status") && !key.equals("ice_status")) {
                streams.put(key, value.equals("started"));
            }
        });
        checkSilence();
    }

    /** The engine is gone: what it said of the media says nothing any more. */
    void engineLost() {
        up = false;
        streams.clear();
        starting = cancelled(starting);
        failing = cancelled(failing);
        silent = cancelled(silent);
    }

    void connectivity(boolean failed, String why) {
        if (!failed) {
            failing = cancelled(failing);
        } else if (failing.isEmpty()) {
            LOG.info("{}: media connection lost: {}", box, why);
            failing = Optional.of(timer(host.mediaGrace(), CoreError.SESSION_FAILED, "media connection lost"));
        }
    }

    private void checkSilence() {
        boolean silence = ownerless && !streams.isEmpty() && !streams.containsValue(true);
        if (!silence) {
            silent = cancelled(silent);
        } else if (silent.isEmpty()) {
            silent = Optional.of(timer(host.mediaSilence(), CoreError.NO_MEDIA, "all streams are silent"));
        }
    }

    private Time.Timer timer(Duration limit, CoreError code, String why) {
        return scope.after(host.time(), limit, () -> box.must(() -> stop.accept(StopReason.of(code, why))));
    }

    private static Optional<Time.Timer> cancelled(Optional<Time.Timer> timer) {
        timer.ifPresent(Time.Timer::close);
        return Optional.empty();
    }
}
