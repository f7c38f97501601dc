package io.nkmedia.core.internal.session;

import static io.nkmedia.core.internal.session.Stage.OFFER;
import static io.nkmedia.core.internal.session.Stage.TRICKLING;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.core.internal.FakeBackend;
import io.nkmedia.core.internal.SampleSdp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An engine dies, and its sessions go on with another one (media-session.md §11). */
class RebuildTest {
    /** What a new connection of the client offers. */
    private static final Description AGAIN =
            new Description(SampleSdp.trickling().replace("ufrag:abcd", "ufrag:wxyz"), SdpKind.WEBRTC, true);

    private final Stage stage = new Stage();
    private final FakeBackend second = new FakeBackend("fake2", stage.time);

    private void die(FakeBackend engine) {
        engine.state = BackendState.LOST;
        stage.sessions.backendsChanged();
        for (var leg : List.copyOf(engine.legs.values())) {
            leg.events.status(Map.of("webrtc_ready", false));
            leg.events.ended(StopReason.of(CoreError.BACKEND_DOWN));
        }
        engine.legs.clear();
        stage.time.run();
    }

    private void comes(FakeBackend engine) {
        engine.state = BackendState.READY;
        if (!stage.backends.contains(engine)) {
            stage.backends.add(engine);
        }
        stage.sessions.backendsChanged();
        stage.time.run();
    }

    private static Candidate of(String ufrag) {
        return new Candidate(Optional.of("0"), Optional.of(0), SampleSdp.HOST, Optional.of(ufrag));
    }

    private String info(MediaSession session) {
        return stage.outcome(session.describe(true, true)).toString();
    }

    @Test
    void theClientOffers_anotherEngineIsThere_itGetsItAtOnce() {
        stage.backends.add(second);
        var session = stage.start(Wanted.echo("echo-session").rebuilt(10), TRICKLING);
        stage.outcome(session.update(
                new MediaUpdate(Optional.of(true), Optional.empty(), Optional.empty(), Optional.of(64000))));
        stage.events.clear();

        die(stage.backend);

        assertThat(stage.told("echo-session")).containsExactly("status", "wait", "restart");
        assertThat(info(session)).doesNotContain(" offer=", " answer=").contains("state=WAIT", "mute_audio=true");
        assertThat(stage.outcome(session.stats())).isEqualTo("invalid_state");
        session.candidates(List.of(of("abcd"), of("wxyz")));
        assertThat(stage.outcome(session.restart(AGAIN)))
                .isEqualTo(second.leg("echo-session").description());
        assertThat(stage.told("echo-session")).containsExactly("status", "wait", "restart", "ready", "answer");
        assertThat(second.leg("echo-session").log)
                .as("only what belongs to the new offer")
                .containsExactly("candidate");
        assertThat(second.leg("echo-session").request.media().muteAudio()).contains(true);
        assertThat(second.leg("echo-session").request.media().bitrate()).contains(64000);
        assertThat(stage.outcome(session.stats()).toString()).contains("packets=7");
        assertThat(stage.outcome(session.restart(TRICKLING)))
                .as("an ordinary restart")
                .isInstanceOf(Description.class);
        assertThat(second.leg("echo-session").log).contains("reoffer");
    }

    @Test
    void theEngineOffers_theClientGetsItsNewOffer() {
        var session = stage.start(Wanted.park("park-session").rebuilt(10));
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("done");
        stage.events.clear();

        die(stage.backend);
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("offer_not_set");
        var offer = session.offer(Duration.ofSeconds(5));
        comes(second);

        assertThat(stage.outcome(offer)).isEqualTo(second.leg("park-session").description());
        assertThat(stage.told("park-session")).containsExactly("status", "wait", "offer");
        assertThat(stage.outcome(session.restart(OFFER))).isEqualTo("invalid_state");
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("done");
        assertThat(second.leg("park-session").log).containsExactly("complete answer");
        assertThat(stage.told("park-session")).containsExactly("status", "wait", "offer", "ready", "answer");
    }

    @Test
    void theOfferWaitsForTheFreshEngine() {
        var session = stage.start(Wanted.echo("echo-session").rebuilt(10), OFFER);
        die(stage.backend);
        var answer = session.restart(AGAIN);
        session.candidates(List.of(of("wxyz")));
        assertThat(stage.outcome(answer)).isEqualTo("waiting");
        assertThat(stage.outcome(session.restart(AGAIN))).as("one at a time").isEqualTo("invalid_state");

        comes(stage.backend);

        assertThat(stage.outcome(answer)).isInstanceOf(Description.class);
        assertThat(session.state()).isEqualTo(SessionState.READY);
        assertThat(stage.leg(session).log).containsExactly("candidate");
    }

    @Test
    void noEngineInTime_endsItWithBackendDown() {
        var session = stage.start(Wanted.echo("echo-session").rebuilt(10), OFFER);
        die(stage.backend);
        var answer = session.restart(AGAIN);
        stage.advance(9);
        assertThat(session.state()).isEqualTo(SessionState.WAIT);
        stage.advance(1);
        assertThat(stage.told("echo-session")).endsWith("destroyed backend_down", "record");
        assertThat(stage.outcome(answer)).isEqualTo("session_stop");
    }

    @Test
    void noNewOffer_endsItAfterTheWaitTimeout_butNotForTheEngine() {
        var session = stage.start(Wanted.echo("echo-session").rebuilt(10), OFFER);
        stage.leg(session).events.status(Map.of("webrtc_ready", true));
        stage.advance(100);
        die(stage.backend);
        comes(stage.backend);
        stage.advance(59);
        assertThat(session.state()).isEqualTo(SessionState.WAIT);
        stage.advance(1);
        assertThat(stage.told("echo-session")).endsWith("destroyed session_timeout", "record");
    }

    @Test
    void theNextEngineDiesWhileItOpens_theOneAfterIsAskedWithTheSameOffer() {
        second.opening = Duration.ofSeconds(3);
        stage.backends.add(second);
        var session = stage.start(Wanted.echo("echo-session").rebuilt(10), OFFER);
        die(stage.backend);
        var answer = session.restart(AGAIN);
        stage.time.run();
        second.refuses = Optional.of(CoreError.BACKEND_DOWN.error());
        second.state = BackendState.LOST;
        stage.advance(3);
        assertThat(stage.outcome(answer)).isEqualTo("waiting");

        comes(stage.backend);

        assertThat(stage.outcome(answer)).isEqualTo(stage.leg(session).description());
    }

    @Test
    void itDiesTwice_andTheSessionStillLives_asLongAsItWasToLive() {
        stage.backends.add(second);
        var session = stage.start(Wanted.park("park-session").rebuilt(10));
        stage.outcome(session.setAnswer(OFFER));
        stage.leg(session).events.status(Map.of("webrtc_ready", true));
        stage.advance(1800);
        die(stage.backend);
        die(second);
        comes(stage.backend);
        assertThat(stage.told("park-session").stream().filter("offer"::equals)).hasSize(3);
        assertThat(stage.outcome(session.setAnswer(OFFER))).isEqualTo("done");
        stage.leg(session).events.status(Map.of("webrtc_ready", true));
        stage.advance(1799);
        assertThat(session.state()).isEqualTo(SessionState.READY);
        stage.advance(1);
        assertThat(stage.told("park-session")).endsWith("destroyed session_timeout", "record");
    }

    @Test
    void withoutRebuild_itEnds() {
        stage.backends.add(second);
        stage.start(Wanted.echo("echo-session"), OFFER);
        die(stage.backend);
        assertThat(stage.told("echo-session")).endsWith("status", "destroyed backend_down", "record");
        assertThat(second.legs).isEmpty();
    }

    @Test
    void whatIsNotTheEnginesEnd_endsIt() {
        var session = stage.start(Wanted.echo("echo-session").rebuilt(10), OFFER);
        stage.leg(session).events.ended(StopReason.of(CoreError.SESSION_FAILED));
        stage.time.run();
        assertThat(stage.told("echo-session")).endsWith("destroyed session_failed", "record");
    }

    @Test
    void aMasterKeepsItsAnswer() {
        stage.start(Wanted.park("master-session").rebuilt(10));
        var slave = stage.start(Wanted.park("slave-session")
                .slaveOf("master-session")
                .answersMaster()
                .rebuilt(10));
        assertThat(stage.outcome(slave.setAnswer(OFFER))).isEqualTo("done");
        stage.backends.add(second);
        die(stage.backend);
        assertThat(stage.outcome(slave.setAnswer(OFFER))).isEqualTo("done");
        assertThat(slave.state()).isEqualTo(SessionState.READY);
    }
}
