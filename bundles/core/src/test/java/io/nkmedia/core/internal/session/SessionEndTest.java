package io.nkmedia.core.internal.session;

import static io.nkmedia.core.internal.session.Stage.OFFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to end gives {@code destroyed} once, with its reason: media-session.md §3, §11, A-52, A-61, A-62. */
class SessionEndTest {
    private final Stage stage = new Stage();

    private static Arguments way(String reason, String what, Consumer<Stage> happens) {
        return Arguments.of(reason, what, happens);
    }

    private static MediaSession ready(Stage stage) {
        var session = stage.start(Wanted.echo("the-session"), OFFER);
        stage.leg(session).events.status(Map.of("webrtc_ready", true, "audio_status", "started"));
        stage.time.run();
        return session;
    }

    private static void away(Stage stage) {
        stage.backends.clear();
        stage.sessions.backendsChanged();
        stage.time.run();
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                way("user_stop", "destroyed by its owner", s -> ready(s).destroy(StopReason.of(CoreError.USER_STOP))),
                way("registered_down", "owner gone", s -> {
                    ready(s);
                    s.sessions.ownerGone("connection-1");
                }),
                way("service_unavailable", "service stopped", s -> {
                    ready(s);
                    s.sessions.destroyAll(StopReason.of(CoreError.SERVICE_UNAVAILABLE));
                }),
                way("timeout", "engine never answers the start", s -> {
                    s.backend.opening = Duration.ofHours(1);
                    s.start(Wanted.echo("the-session"), OFFER);
                    s.advance(30);
                }),
                way("session_timeout", "never answered", s -> {
                    s.start(Wanted.park("the-session"));
                    s.advance(60);
                }),
                way("session_timeout", "lived too long", s -> {
                    ready(s);
                    s.advance(3600);
                }),
                way("session_failed", "media never came up", s -> {
                    s.start(Wanted.echo("the-session"), OFFER);
                    s.advance(30);
                }),
                way("session_failed", "connectivity failed", s -> {
                    s.leg(ready(s)).events.connectivity(true, "ice failed");
                    s.advance(10);
                }),
                way("no_media", "silent without owner", s -> {
                    var session = s.start(Wanted.echo("the-session").detached(), OFFER);
                    s.leg(session).events.status(Map.of("webrtc_ready", true, "audio_status", "started"));
                    s.leg(session).events.status(Map.of("audio_status", "stopped"));
                    s.advance(10);
                }),
                way(
                        "backend_down",
                        "leg lost",
                        s -> s.leg(ready(s)).events.ended(StopReason.of(CoreError.BACKEND_DOWN))),
                way("backend_down", "backend's plugin did not come back", s -> {
                    ready(s);
                    away(s);
                    s.sessions.backendsGone();
                }),
                way("backend_down", "came back without the leg", s -> {
                    ready(s);
                    away(s);
                    s.backend.legs.clear();
                    s.backends.add(s.backend.successor());
                    s.sessions.backendsChanged();
                }),
                way("peer_stopped", "master gone", s -> {
                    var master = s.start(Wanted.echo("the-master"), OFFER);
                    s.start(Wanted.echo("the-session").slaveOf("the-master"), OFFER);
                    master.destroy(StopReason.of(CoreError.USER_STOP));
                }));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ways")
    void eachWayToEnd_givesDestroyedOnce_andLeavesNothing(String reason, String what, Consumer<Stage> happens) {
        happens.accept(stage);
        stage.time.run();
        var told = stage.told("the-session");
        assertThat(told).endsWith("destroyed " + reason, "record");
        assertThat(told.stream().filter(type -> type.startsWith("destroyed"))).hasSize(1);
        var session = stage.sessions.remembered("the-session").orElseThrow();
        session.destroy(StopReason.of(CoreError.API_STOP));
        stage.advance(10);
        stage.backendComesBack();
        stage.advance(21);
        assertThat(stage.told("the-session")).isEqualTo(told);
        stage.sessions.destroyAll(StopReason.of(CoreError.USER_STOP));
        stage.advance(3601);
        assertThat(stage.time.waiting()).isEmpty();
        assertThat(stage.backend.legs).isEmpty();
        assertThat(stage.bus.patterns()).isZero();
    }

    @Test
    void lostConnectivity_mayComeBackInTime() {
        var session = ready(stage);
        stage.leg(session).events.connectivity(true, "ice failed");
        stage.advance(9);
        stage.leg(session).events.connectivity(false, "");
        stage.advance(60);
        assertThat(stage.sessions.find("the-session")).isPresent();
    }

    @Test
    void mediaThatComesUpInTime_isFine() {
        var session = stage.start(Wanted.echo("the-session"), OFFER);
        stage.advance(29);
        stage.leg(session).events.status(Map.of("webrtc_ready", true));
        stage.advance(60);
        assertThat(stage.sessions.find("the-session")).isPresent();
    }

    @Test
    void silence_isFineWithAnOwner_andIfItEndsInTime() {
        var owned = ready(stage);
        stage.leg(owned).events.status(Map.of("audio_status", "stopped"));
        var detached = stage.start(Wanted.echo("detached").detached(), OFFER);
        stage.leg(detached).events.status(Map.of("webrtc_ready", true, "audio_status", "stopped"));
        stage.advance(9);
        stage.leg(detached).events.status(Map.of("video_status", "started"));
        stage.advance(60);
        assertThat(stage.sessions.list("", 10, s -> true)).hasSize(2);
    }

    @Test
    void aDetachedSession_outlivesConnections() {
        stage.start(Wanted.echo("detached").detached(), OFFER);
        stage.sessions.ownerGone("connection-1");
        stage.time.run();
        assertThat(stage.sessions.find("detached")).isPresent();
    }

    @Test
    void aBackendThatComesBack_getsItsLegAgain_andWhatWasAskedMeanwhile() {
        var session = ready(stage);
        away(stage);
        session.candidates(List.of(Stage.candidate()));
        var stats = session.stats();
        assertThat(stage.outcome(stats)).isEqualTo("waiting");
        var next = stage.backend.successor();
        stage.backends.add(next);
        stage.sessions.backendsChanged();
        assertThat(stage.outcome(stats).toString()).contains("packets=7");
        stage.sessions.backendsGone();
        next.leg("the-session").events.status(Map.of("webrtc_ready", true));
        stage.time.run();
        assertThat(stage.sessions.find("the-session")).isPresent();
        assertThat(stage.told("the-session")).endsWith("status", "status");
        assertThat(stage.outcome(session.describe(false, true)).toString()).contains("backend=fake1");
        assertThat(stage.outcome(session.describe(false, false)).toString()).doesNotContain("backend=");
        assertThat(Optional.of(next.opened)).contains(0);
    }
}
