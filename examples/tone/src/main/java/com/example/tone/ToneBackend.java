package com.example.tone;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.BackendInfo;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.api.service.BackendConfig;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Plays a note to phones. Its engine is a thread of this process; a real one would come from the BackendRuntime. */
final class ToneBackend implements MediaBackend {
    /** The session type. */
    static final String TYPE = "tone";

    private static final Set<Capability> CAPABILITIES =
            Set.of(new Capability(TYPE, Role.OFFEREE, SdpKind.RTP, Set.of("mute_audio")));

    private final BackendConfig config;
    private final String address;
    private final Speaker speaker;
    private final Map<String, ToneLeg> legs = new ConcurrentHashMap<>();
    private final Instant began = Instant.now();
    private volatile boolean stopped;

    ToneBackend(BackendConfig config, Supplier<Note> note) {
        this.config = config;
        address = config.option("address").isEmpty() ? "127.0.0.1" : config.option("address");
        speaker = new Speaker(note);
    }

    BackendConfig config() {
        return config;
    }

    @Override
    public BackendInfo info() {
        return new BackendInfo(
                config.name(),
                config.kind(),
                stopped ? BackendState.STOPPED : BackendState.READY,
                legs.size(),
                began,
                Optional.of("1"),
                Optional.empty());
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public boolean takesTrickle() {
        return false;
    }

    @Override
    public CompletionStage<Leg> open(LegRequest request, LegEvents events) {
        if (stopped) {
            return CompletableFuture.failedStage(CoreError.NO_MEDIASERVER.error());
        }
        if (!request.type().equals(TYPE)) {
            return CompletableFuture.failedStage(CoreError.NOT_IMPLEMENTED.error());
        }
        if (request.offer().isEmpty()) {
            return CompletableFuture.failedStage(CoreError.OFFER_NOT_SET.error());
        }
        var offer = RtpOffer.parse(request.offer().get().sdp());
        if (offer.isEmpty()) {
            return CompletableFuture.failedStage(CoreError.INVALID_SDP.error());
        }
        try {
            var line = speaker.open(address, offer.get().target());
            var leg = new ToneLeg(request.id(), offer.get().answer(address, line.port()), line, events, legs::remove);
            legs.put(leg.id(), leg);
            events.status(Map.of("webrtc_ready", true));
            return CompletableFuture.completedStage(leg);
        } catch (IOException noSocket) {
            // Its text tells of addresses: not for clients.
            return CompletableFuture.failedStage(CoreError.NO_MEDIASERVER.error());
        }
    }

    /** What played was in the process that is gone, or in an object of it. */
    @Override
    public CompletionStage<Leg> reattach(String legId, LegEvents events) {
        return CompletableFuture.failedStage(CoreError.BACKEND_DOWN.error());
    }

    @Override
    public void restart() {
        endAll();
    }

    private void endAll() {
        List.copyOf(legs.values()).forEach(leg -> leg.end(StopReason.of(CoreError.BACKEND_DOWN)));
    }

    /** For good: sockets and thread end. */
    void stop() {
        stopped = true;
        endAll();
        speaker.close();
    }

    /** The ids of the legs that play. */
    List<String> playing() {
        return List.copyOf(legs.keySet());
    }
}
