package io.nkmedia.janus.internal;

import static io.nkmedia.janus.internal.ModelSetup.LIMIT;
import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.testing.backend.RecordedEvents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a backend's engine. */
final class KeeperTest {
    private final ModelSetup setup = new ModelSetup();
    private final RecordedEvents events = new RecordedEvents();

    @BeforeEach
    void start() {
        setup.ready();
    }

    @AfterEach
    void stop() {
        setup.close();
    }

    private boolean is(BackendState state) {
        return setup.janus.backend().info().state() == state;
    }

    @Test
    void silentEngine_isLostWithin16Seconds() {
        setup.open("session-silent", events);
        setup.model().silent(true);

        var took = setup.advanceUntil("the end of the leg", () -> !events.ends().isEmpty());

        assertThat(took.toMillis()).isBetween(10_500L, 16_500L);
        assertThat(events.ends()).containsExactly(StopReason.of(CoreError.BACKEND_DOWN));
        setup.advanceUntil("a fresh engine", () -> is(BackendState.READY));
        assertThat(setup.runtime.started()).isEqualTo(2);
    }

    @Test
    void shortSilence_isForgiven() {
        setup.open("session-slow", events);
        setup.model().silent(true);
        var since = setup.time.passed();
        setup.advanceUntil(
                "7 s of silence", () -> setup.time.passed().minus(since).toSeconds() >= 7);
        setup.model().silent(false);
        setup.advanceUntil("30 s more", () -> setup.time.passed().minus(since).toSeconds() >= 37);

        assertThat(is(BackendState.READY)).isTrue();
        assertThat(events.ends()).isEmpty();
    }

    @Test
    void session_isKeptAlive() {
        setup.advanceUntil(
                "a keepalive",
                () -> setup.model().received().stream()
                        .anyMatch(request -> request.path("janus").asText().equals("keepalive")));

        assertThat(setup.time.passed().toSeconds()).isBetween(19L, 21L);
    }

    @Test
    void closedControlConnection_isALossAtOnce() {
        setup.open("session-cut", events);

        setup.model().closeControl();

        eventually(LIMIT, "the end of the leg", () -> !events.ends().isEmpty());
        assertThat(is(BackendState.LOST)).isTrue();
        eventually(
                LIMIT,
                "the stop of the lost instance",
                () -> setup.runtime.stopped().size() == 1);
        setup.advanceUntil("a fresh engine", () -> is(BackendState.READY));
    }

    @Test
    void fiveFailures_areEnoughUntilSomebodyRestartsIt() {
        setup.runtime.refuse(4);
        setup.runtime.kill();

        setup.advanceUntil("giving up", () -> is(BackendState.FAILED));

        assertThat(setup.janus.backend().info().problem()).contains("no room for another one");
        assertThatThrownBy(() -> setup.open("session-none", events))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(CoreError.NO_MEDIASERVER));
        setup.janus.backend().restart();
        setup.ready();
        assertThat(setup.janus.backend().info().problem()).isEmpty();
    }

    @Test
    void runtimeThatIsReplaced_changesNothing() {
        setup.open("session-calm", events);

        setup.janus.extension.unsetRuntime(setup.runtime);
        setup.janus.extension.setRuntime(setup.runtime);
        await(LIMIT, setup.janus.backend().reattach("session-calm", events));

        assertThat(setup.runtime.started()).isEqualTo(1);
        setup.runtime.kill();
        eventually(LIMIT, "the end of the leg", () -> !events.ends().isEmpty());
    }

    @Test
    void lossWithoutARuntime_waitsForTheNextOne() {
        setup.janus.extension.unsetRuntime(setup.runtime);
        setup.model().closeControl();
        setup.advanceUntil("starting", () -> is(BackendState.STARTING));
        assertThat(setup.janus.backend().info().problem()).contains("there is no runtime");

        setup.janus.extension.setRuntime(setup.runtime);

        setup.advanceUntil("a ready backend", () -> is(BackendState.READY));
    }

    @Test
    void changedSettings_startAFreshEngineAndTheOldOneDrains() {
        var leg = setup.open("session-old", events);
        setup.janus.configure(List.of(JanusFixture.config(Map.of("rtp_ports", "30000-30099"))));

        setup.advanceUntil(
                "the new engine ready and the old one draining",
                () -> setup.janus.extension.backends().stream()
                        .map(backend -> backend.info().state())
                        .toList()
                        .equals(List.of(BackendState.DRAINING, BackendState.READY)));
        assertThat(setup.runtime.models()).hasSize(2);
        assertThatThrownBy(() -> setup.open("session-late", new RecordedEvents()))
                .isInstanceOf(ApiException.class);
        assertThat(events.ends()).isEmpty();

        leg.release(StopReason.of(CoreError.USER_STOP));

        setup.advanceUntil("the old engine's end", () -> setup.runtime.models().count() == 1);
        assertThat(setup.janus.extension.backends())
                .extracting(backend -> backend.info().state())
                .containsExactly(BackendState.READY);
        assertThat(events.ends()).isEmpty();
    }

    @Test
    void removedBackend_drains_butNotLongerThanItsDrainTimeout() {
        setup.janus.configure(List.of(JanusFixture.config(Map.of("drain_timeout", 60))));
        setup.advanceUntil(
                "only the new engine", () -> setup.janus.extension.backends().size() == 1 && is(BackendState.READY));
        setup.open("session-late", events);
        setup.janus.configure(List.of());
        setup.advanceUntil("draining", () -> is(BackendState.DRAINING));
        assertThat(events.ends()).isEmpty();

        setup.advanceUntil("the end of its time", () -> !events.ends().isEmpty());

        assertThat(events.ends()).extracting(why -> why.code().label()).containsExactly("backend_down");
        assertThat(setup.janus.extension.backends()).isEmpty();
    }

    @Test
    void stop_takesTheEngineWithIt() {
        await(LIMIT, setup.janus.extension.stop());

        assertThat(setup.runtime.models()).isEmpty();
        assertThat(setup.janus.extension.backends()).isEmpty();
    }

    @Test
    void states_arePublished() {
        setup.runtime.kill();
        // The loss is told on another thread: the backend may still look ready, and its delay needs time to pass.
        setup.advanceUntil("all states", () -> setup.janus.events.size() == 4);
        assertThat(setup.janus.events)
                .extracting(event -> event.body().get("state"))
                .containsExactly("ready", "lost", "starting", "ready");
        var ready = setup.janus.events.get(3);
        assertThat(ready.eventClass() + "/" + ready.subclass().orElseThrow() + " "
                        + ready.type().orElseThrow())
                .isEqualTo("core/backend state");
        assertThat(ready.body())
                .isEqualTo(Map.of(
                        "service",
                        "demo",
                        "backend",
                        "janus",
                        "instance",
                        "model-2",
                        "state",
                        "ready",
                        "version",
                        "1.1.2"));
        assertThat(setup.janus.changes.get()).isEqualTo(4);
    }
}
