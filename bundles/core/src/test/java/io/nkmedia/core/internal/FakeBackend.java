package io.nkmedia.core.internal;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.BackendInfo;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A backend that does what the test says: type {@code echo} as offeree, {@code park} as offerer. */
public final class FakeBackend implements MediaBackend {
    private final String name;
    private final Time time;
    /** Those that were opened and not released; the engine's, which outlives this object. */
    public final Map<String, FakeLeg> legs;

    public BackendState state = BackendState.READY;
    public Optional<ApiException> refuses = Optional.empty();
    /** How long opening takes. */
    public Duration opening = Duration.ZERO;

    public boolean takesTrickle = true;
    /** Whether its own SDPs are incomplete, without any candidate. */
    public boolean trickles;

    public int opened;
    public int restarted;

    public FakeBackend(String name, Time time) {
        this(name, time, new LinkedHashMap<>());
    }

    private FakeBackend(String name, Time time, Map<String, FakeLeg> legs) {
        this.name = name;
        this.time = time;
        this.legs = legs;
    }

    /** Another object for the same engine, as after the bundle was replaced. */
    public FakeBackend successor() {
        var next = new FakeBackend(name, time, legs);
        next.takesTrickle = takesTrickle;
        return next;
    }

    public FakeLeg leg(String id) {
        var leg = legs.get(id);
        if (leg == null) {
            throw new AssertionError("no leg of session " + id + ", only of " + legs.keySet());
        }
        return leg;
    }

    @Override
    public BackendInfo info() {
        return new BackendInfo(name, "fake", state, legs.size(), Instant.EPOCH, Optional.of("1.0"), Optional.empty());
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                new Capability("echo", Role.OFFEREE, SdpKind.WEBRTC, Set.of()),
                new Capability("park", Role.OFFERER, SdpKind.WEBRTC, Set.of()));
    }

    @Override
    public boolean takesTrickle() {
        return takesTrickle;
    }

    @Override
    public CompletionStage<Leg> open(LegRequest request, LegEvents events) {
        opened++;
        var result = new CompletableFuture<Leg>();
        if (opening.isZero()) {
            finish(request, events, result);
        } else {
            time.after(opening, () -> finish(request, events, result));
        }
        return result;
    }

    private void finish(LegRequest request, LegEvents events, CompletableFuture<Leg> result) {
        if (refuses.isPresent()) {
            result.completeExceptionally(refuses.get());
            return;
        }
        var sdp = trickles ? SampleSdp.trickling() : SampleSdp.complete();
        var leg = new FakeLeg(
                request, new Description(sdp, SdpKind.WEBRTC, trickles), events, () -> legs.remove(request.id()));
        legs.put(request.id(), leg);
        result.complete(leg);
    }

    @Override
    public CompletionStage<Leg> reattach(String legId, LegEvents events) {
        var leg = legs.get(legId);
        if (leg == null) {
            return CompletableFuture.failedStage(CoreError.BACKEND_DOWN.error());
        }
        leg.events = events;
        return CompletableFuture.completedStage(leg);
    }

    @Override
    public void restart() {
        restarted++;
    }
}
