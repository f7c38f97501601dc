package io.nkmedia.janus.internal;

import static io.nkmedia.janus.internal.ModelSetup.LIMIT;
import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.testing.backend.RecordedEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several engines of one entry: in reserve, or one taking the place of another. */
final class CrewTest {
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

    private void configure(Map<String, Object> settings) {
        setup.janus.configure(List.of(JanusFixture.config(settings)));
    }

    private List<BackendState> states() {
        return setup.janus.extension.backends().stream()
                .map(backend -> backend.info().state())
                .sorted()
                .toList();
    }

    private void are(BackendState... wanted) {
        setup.advanceUntil(List.of(wanted) + ", but are " + states(), () -> states().equals(List.of(wanted)));
    }

    /** What takes sessions now; there is never more than one, nor none. */
    private MediaBackend serving() {
        return setup.janus.extension.backends().stream()
                .filter(backend -> backend.info().state() == BackendState.READY)
                .findFirst()
                .orElseThrow();
    }

    private Leg open(String id) {
        return await(LIMIT, serving().open(Requests.echo(id), events));
    }

    private void withSpare() {
        configure(Map.of("spare", 1));
        are(BackendState.READY, BackendState.SPARE);
    }

    private void theSpareOneServes() {
        setup.runtime.kill("model-1");
        eventually(
                LIMIT, "the spare one serves", () -> states().equals(List.of(BackendState.READY, BackendState.LOST)));
    }

    @Test
    void aSpareOne_isStartedBesideTheOneThatServes() {
        open("session-1");
        withSpare();
        assertThat(setup.runtime.instances()).containsExactlyInAnyOrder("model-1", "model-2");
        assertThat(events.ends()).isEmpty();
    }

    @Test
    void theEngineDies_theSpareOneServesAtOnce_andAnotherOneIsMade() {
        withSpare();
        open("session-1");
        var before = setup.time.passed();

        setup.runtime.kill("model-1");

        eventually(LIMIT, "the end of the leg", () -> !events.ends().isEmpty());
        assertThat(open("session-2")).as("without any time passing").isNotNull();
        assertThat(setup.time.passed()).isEqualTo(before);
        are(BackendState.READY, BackendState.SPARE);
        assertThat(setup.runtime.instances()).containsExactlyInAnyOrder("model-2", "model-3");
        assertThat(serving().info().legs()).isEqualTo(1);
        assertThat(events.ends()).containsExactly(StopReason.of(CoreError.BACKEND_DOWN));
    }

    @Test
    void theBundleIsReplaced_bothStay_andSessionsGoWhereSessionsAre() {
        withSpare();
        theSpareOneServes();
        open("session-1");
        are(BackendState.READY, BackendState.SPARE);

        setup.janus.replaceBundle();

        are(BackendState.READY, BackendState.SPARE);
        assertThat(setup.runtime.started()).isEqualTo(3);
        assertThat(serving().info().legs()).isEqualTo(1);
        await(LIMIT, serving().reattach("session-1", events));
    }

    @Test
    void noSpareAnyMore_itGoes_andSessionsOnTheOtherOneStay() {
        withSpare();
        theSpareOneServes();
        var leg = open("session-1");
        are(BackendState.READY, BackendState.SPARE);

        configure(Map.of());

        are(BackendState.READY, BackendState.DRAINING);
        assertThat(serving().info().legs()).isZero();
        assertThat(events.ends()).isEmpty();
        leg.release(StopReason.of(CoreError.USER_STOP));
        are(BackendState.READY);
        assertThat(setup.runtime.instances()).containsExactly("model-3");
    }

    @Test
    void failuresOfAllCountTogether() {
        withSpare();
        setup.runtime.refuse(1000);
        setup.runtime.kill();

        are(BackendState.FAILED, BackendState.FAILED);

        setup.runtime.refuse(0);
        setup.janus.backend().restart();
        are(BackendState.READY, BackendState.SPARE);
    }

    @Test
    void whatTheEngineDoesNotSee_leavesItAlone() {
        open("session-1");
        configure(Map.of("drain_timeout", 60));
        configure(Map.of("drain_timeout", 60, "spare", 1));
        are(BackendState.READY, BackendState.SPARE);
        assertThat(setup.runtime.instances()).contains("model-1");
        assertThat(serving().info().legs()).isEqualTo(1);
    }

    @Test
    void anotherEngine_theOldOneServesUntilItIsReady() {
        open("session-1");
        setup.runtime.refuse(2);
        configure(Map.of("binary", "/opt/other/janus"));
        setup.advanceUntil("the first try", () -> states().contains(BackendState.LOST));

        assertThat(states()).containsExactly(BackendState.READY, BackendState.LOST);
        open("session-2");

        are(BackendState.READY, BackendState.DRAINING);
        assertThat(serving().info().legs()).isZero();
        assertThat(events.ends()).isEmpty();
        assertThat(setup.janus.events)
                .extracting(event -> event.body().get("state"))
                .as("the new one first")
                .endsWith("ready", "draining");
    }

    @Test
    void anotherEngine_thatCantStart_leavesTheOldOneInForce_andSaysSo() {
        var leg = open("session-1");
        setup.runtime.refuse(1000);
        configure(Map.of("binary", "/opt/broken/janus"));

        are(BackendState.READY, BackendState.FAILED);

        var kept = setup.janus.events.get(setup.janus.events.size() - 1);
        assertThat(kept.type()).contains("kept");
        assertThat(kept.body())
                .containsEntry("instance", "model-1")
                .containsEntry("problem", "no room for another one");
        open("session-2");
        leg.release(StopReason.of(CoreError.USER_STOP));
        setup.advanceUntil("a minute", passed(Duration.ofMinutes(1)));
        assertThat(states()).containsExactly(BackendState.READY, BackendState.FAILED);

        setup.runtime.refuse(0);
        configure(Map.of());
        are(BackendState.READY);
        assertThat(setup.runtime.instances()).containsExactly("model-1");
        assertThat(setup.runtime.started()).isEqualTo(1);
        assertThat(events.ends()).isEmpty();
    }

    private java.util.function.BooleanSupplier passed(Duration wanted) {
        var since = setup.time.passed();
        return () -> setup.time.passed().minus(since).compareTo(wanted) > 0;
    }

    @Test
    void samePorts_theOldOneGoesFirst() {
        configure(Map.of("rtp_ports", "30000-30099"));
        are(BackendState.READY);
        var leg = open("session-1");
        configure(Map.of("rtp_ports", "30000-30099", "binary", "/opt/other/janus"));
        are(BackendState.DRAINING);
        setup.advanceUntil("a minute", passed(Duration.ofMinutes(1)));
        assertThat(setup.runtime.models()).hasSize(1);
        leg.release(StopReason.of(CoreError.USER_STOP));
        are(BackendState.READY);
        assertThat(setup.runtime.models()).hasSize(1);
    }
}
