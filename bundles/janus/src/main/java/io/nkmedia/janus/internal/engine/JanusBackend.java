package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.BackendInfo;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.janus.internal.leg.Legs;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A backend of one service, one of its {@link Crew}: opens legs on the engine that its {@link Keeper} keeps running. */
public final class JanusBackend implements MediaBackend {
    private final Legs legs;
    private final Keeper keeper;

    private final Crew crew;

    JanusBackend(Setup setup, BackendConfig config, int number, Crew crew) {
        this.legs = setup.legs();
        this.crew = crew;
        this.keeper = new Keeper(setup, config, number, crew);
    }

    Keeper keeper() {
        return keeper;
    }

    @Override
    public BackendInfo info() {
        var now = keeper.status();
        var config = keeper.config();
        return new BackendInfo(
                config.name(), config.kind(), now.state(), now.legs(), now.since(), now.version(), now.problem());
    }

    @Override
    public Set<Capability> capabilities() {
        return legs.capabilities();
    }

    @Override
    public boolean takesTrickle() {
        return true;
    }

    @Override
    public CompletionStage<Leg> open(LegRequest request, LegEvents events) {
        var now = keeper.status();
        if (now.state() != BackendState.READY || now.engine().isEmpty()) {
            return CompletableFuture.failedFuture(CoreError.NO_MEDIASERVER.error());
        }
        return legs.open(now.engine().get(), request, events);
    }

    @Override
    public CompletionStage<Leg> reattach(String legId, LegEvents events) {
        return keeper.engine().thenCompose(engine -> legs.reattach(engine, legId, events));
    }

    @Override
    public void restart() {
        crew.restart(keeper);
    }
}
