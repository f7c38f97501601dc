package io.nkmedia.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.LegAction;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever happens to two linked sessions, in whatever order, nothing of them stays. */
class SessionPropertyTest {
    /** What can happen. */
    enum Step {
        CANDIDATE,
        CANDIDATES_END,
        SLAVE_ANSWERS,
        SLAVE_ENDS,
        MASTER_ENDS,
        OWNER_GONE,
        WAIT_FOR_ANSWER,
        UPDATE,
        RESTART,
        MASTER_ANSWERS,
        CHANGE,
        ACT,
        TALKING,
        INFO,
        LOG,
        ASK_QUALITY,
        LOCAL_NAME,
        MEDIA_UP,
        MEDIA_FAILS,
        MEDIA_BACK,
        SILENCE,
        LEG_ENDS,
        ENGINE_CANDIDATE,
        BACKEND_AWAY,
        BACKEND_BACK,
        BACKEND_EMPTY,
        GRACE_OVER,
        SLOW_BACKEND,
        SECOND,
        TEN_SECONDS,
        MINUTE
    }

    private static final Candidate LOCAL = new Candidate(
            Optional.of("0"), Optional.of(0), "candidate:9 1 udp 1 name.local 4711 typ host", Optional.empty());

    @Property(tries = 1500)
    void anySequence_leavesNoTimersLegsOrSubscriptions(
            @ForAll boolean p2p,
            @ForAll boolean trickle,
            @ForAll boolean survives,
            @ForAll boolean rebuilt,
            @ForAll @Size(max = 25) List<Step> steps) {
        var stage = new Stage();
        var offer = trickle ? Stage.TRICKLING : Stage.OFFER;
        var master = p2p ? Wanted.caller("master-1") : Wanted.echo("master-1");
        stage.start(rebuilt ? master.rebuilt(10) : master, offer);
        var slave = p2p
                ? Wanted.callee("slave-01", "master-1")
                : Wanted.park("slave-01").slaveOf("master-1");
        stage.start(survives ? slave.survivesPeer() : rebuilt ? slave.rebuilt(10) : slave);
        steps.forEach(step -> {
            happens(step, stage);
            stage.time.run();
        });
        stage.sessions.destroyAll(StopReason.of(CoreError.USER_STOP));
        stage.advance(5);
        stage.backendComesBack();
        stage.advance(26);
        assertThat(stage.time.waiting()).isEmpty();
        assertThat(stage.backend.legs).isEmpty();
        assertThat(stage.bus.patterns()).isZero();
        assertThat(stage.sessions.count()).isZero();
        for (var id : List.of("master-1", "slave-01")) {
            var told = stage.told(id);
            assertThat(told).startsWith("created").endsWith("record");
            assertThat(told.stream().filter(type -> type.startsWith("destroyed")))
                    .hasSize(1);
        }
    }

    private static void happens(Step step, Stage stage) {
        switch (step) {
            case CANDIDATE -> both(stage, s -> s.candidates(List.of(Stage.candidate())));
            case CANDIDATES_END -> both(stage, MediaSession::candidatesEnd);
            case SLAVE_ANSWERS -> stage.sessions.find("slave-01").ifPresent(s -> s.setAnswer(Stage.TRICKLING));
            case SLAVE_ENDS -> end(stage, "slave-01");
            case MASTER_ENDS -> end(stage, "master-1");
            case OWNER_GONE -> stage.sessions.ownerGone("connection-1");
            case WAIT_FOR_ANSWER -> both(stage, s -> s.answer(Duration.ofSeconds(7)));
            case UPDATE ->
                both(
                        stage,
                        s -> s.update(new MediaUpdate(
                                Optional.of(true), Optional.empty(), Optional.empty(), Optional.empty())));
            case RESTART -> both(stage, s -> s.restart(Stage.TRICKLING));
            case MASTER_ANSWERS -> stage.sessions.find("master-1").ifPresent(s -> s.setAnswer(Stage.TRICKLING));
            case CHANGE -> both(stage, s -> s.change("play", Map.of("uri", "recording:one")));
            case ACT -> both(stage, s -> s.act(new LegAction("player", "pause", Map.of()), CoreError.NO_ACTIVE_PLAYER));
            case TALKING -> both(stage, s -> s.talking(true, true));
            case INFO -> both(stage, s -> s.info("hello", Map.of()));
            case LOG -> both(stage, s -> s.log("note", Map.of()));
            case ASK_QUALITY ->
                stage.sessions
                        .find("master-1")
                        .ifPresent(s -> stage.bus.subscribe(
                                stage,
                                new Subscription(
                                        Pattern.object("media", "session", "master-1"),
                                        Set.of("quality", "created", "destroyed", "record"),
                                        Map.of(),
                                        Subscription.Kind.DIRECT)));
            case LOCAL_NAME -> both(stage, s -> s.candidates(List.of(LOCAL)));
            case BACKEND_AWAY -> {
                stage.backends.clear();
                stage.sessions.backendsChanged();
            }
            case BACKEND_BACK -> stage.backendComesBack();
            case BACKEND_EMPTY -> stage.backend.legs.clear();
            case GRACE_OVER -> stage.sessions.backendsGone();
            case SLOW_BACKEND -> stage.backend.opening = Duration.ofSeconds(3);
            case SECOND -> stage.advance(1);
            case TEN_SECONDS -> later(stage, 10);
            case MINUTE -> later(stage, 60);
            default -> engine(step, stage);
        }
    }

    /** No backend is away for long: after plugin_grace the service gives its sessions up and stops the engine. */
    private static void later(Stage stage, int seconds) {
        stage.backendComesBack();
        stage.advance(seconds);
    }

    private static void engine(Step step, Stage stage) {
        for (var leg : List.copyOf(stage.backend.legs.values())) {
            switch (step) {
                case MEDIA_UP -> leg.events.status(Map.of("webrtc_ready", true, "audio_status", "started"));
                case MEDIA_FAILS -> leg.events.connectivity(true, "ice failed");
                case MEDIA_BACK -> leg.events.connectivity(false, "");
                case SILENCE -> leg.events.status(Map.of("audio_status", "stopped"));
                case ENGINE_CANDIDATE -> leg.events.candidate(Stage.candidate());
                case LEG_ENDS -> {
                    stage.backend.legs.remove(leg.id());
                    leg.events.ended(StopReason.of(CoreError.BACKEND_DOWN));
                }
                default -> throw new AssertionError(step);
            }
        }
    }

    private static void both(Stage stage, Consumer<MediaSession> task) {
        stage.sessions.list("", 10, s -> true).forEach(task);
    }

    private static void end(Stage stage, String id) {
        stage.sessions.find(id).ifPresent(s -> s.destroy(StopReason.of(CoreError.USER_STOP)));
    }
}
