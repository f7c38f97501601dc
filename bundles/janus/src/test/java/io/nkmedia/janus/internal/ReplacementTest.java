package io.nkmedia.janus.internal;

import static io.nkmedia.janus.internal.ModelSetup.LIMIT;
import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.testing.backend.RecordedEvents;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** This bundle, or core, is replaced while calls go on. */
final class ReplacementTest {
    private static final String ID = "session-stays";
    private static final MediaUpdate MUTE =
            new MediaUpdate(Optional.of(true), Optional.empty(), Optional.empty(), Optional.empty());

    private final ModelSetup setup = new ModelSetup();
    private final RecordedEvents before = new RecordedEvents();
    private final RecordedEvents after = new RecordedEvents();

    @BeforeEach
    void start() {
        setup.ready();
    }

    @AfterEach
    void stop() {
        setup.close();
    }

    @Test
    void update_keepsEngineSessionAndHandles() {
        setup.open(ID, before);

        setup.janus.replaceBundle();
        var leg = await(LIMIT, setup.janus.backend().reattach(ID, after));
        await(LIMIT, leg.update(MUTE));

        assertThat(setup.runtime.started()).isEqualTo(1);
        assertThat(setup.model().sessions()).isEqualTo(1);
        assertThat(setup.model().received().stream()
                        .filter(r -> r.path("janus").asText().equals("create")))
                .hasSize(1);
        assertThat(before.log()).isEmpty();
        assertThat(setup.janus.backend().info().legs()).isEqualTo(1);
    }

    @Test
    void update_neverUsesATransactionTwice() {
        setup.open(ID, before);
        setup.janus.replaceBundle();
        await(LIMIT, await(LIMIT, setup.janus.backend().reattach(ID, after)).update(MUTE));

        var seen = new HashSet<String>();
        assertThat(setup.model().received())
                .allMatch(request -> seen.add(request.path("transaction").asText()));
    }

    @Test
    void eventsOfTheGap_areToldToTheNextHolder() {
        setup.open(ID, before);

        setup.janus.beginReplacement();
        setup.model().hangup(ID, "ICE failed");
        setup.janus.finishReplacement();
        await(LIMIT, setup.janus.backend().reattach(ID, after));

        eventually(LIMIT, "the failure of the gap", () -> after.log().contains("failed: ICE failed"));
        assertThat(before.log()).isEmpty();
    }

    @Test
    void legThatEndedInTheGap_isGone() {
        setup.open(ID, before);

        setup.janus.beginReplacement();
        setup.model().detach(ID);
        setup.janus.finishReplacement();
        setup.ready();

        assertThatThrownBy(() -> await(LIMIT, setup.janus.backend().reattach(ID, after)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(CoreError.BACKEND_DOWN));
    }

    @Test
    void openUnderWay_failsAndItsHandleIsGivenBack() {
        setup.model().swallowMessages(true);
        var opening = setup.janus.backend().open(Requests.echo(ID), before);
        eventually(LIMIT, "the leg's handle", () -> setup.model().legs().contains(ID));

        setup.janus.replaceBundle();
        setup.ready();

        assertThatThrownBy(() -> await(LIMIT, opening)).isInstanceOf(ApiException.class);
        setup.advanceUntil("the handle given back", () -> setup.model().legs().isEmpty());
        assertThat(before.ends()).isEmpty();
    }

    @Test
    void handleThatComesInTheGap_isGivenBack() {
        setup.model().holdAttach(true);
        var opening = setup.janus.backend().open(Requests.echo(ID), before);
        eventually(LIMIT, "the leg's handle", () -> setup.model().legs().contains(ID));

        setup.janus.beginReplacement();
        setup.model().holdAttach(false);
        setup.janus.finishReplacement();
        setup.ready();

        assertThatThrownBy(() -> await(LIMIT, opening)).isInstanceOf(ApiException.class);
        setup.advanceUntil("the handle given back", () -> setup.model().legs().isEmpty());
        assertThat(before.log()).isEmpty();
    }

    @Test
    void handleThatComesAfterItsLimit_isGivenBackAtOnce() {
        setup.model().holdAttach(true);
        var opening = setup.janus.backend().open(Requests.echo(ID), before).toCompletableFuture();
        eventually(LIMIT, "the leg's handle", () -> setup.model().legs().contains(ID));
        setup.advanceUntil("the end of opening", opening::isDone);

        setup.model().holdAttach(false);

        eventually(LIMIT, "the handle given back", () -> setup.model().legs().isEmpty());
    }

    @Test
    void legThatNobodyTakesOver_isGivenBackAfter30Seconds() {
        setup.open(ID, before);

        setup.janus.replaceBundle();
        setup.ready();
        var took = setup.advanceUntil(
                "the leg given back", () -> setup.model().legs().isEmpty());

        assertThat(took.toSeconds()).isBetween(29L, 31L);
    }

    @Test
    void connectionThatNobodyOwns_closesAfter30Seconds() {
        setup.janus.beginReplacement();
        setup.janus.attachOnly();

        var took = setup.advanceUntil(
                "no connection", () -> await(LIMIT, setup.sockets.gateway().open()) == 0);

        assertThat(took.toSeconds()).isBetween(29L, 31L);
        setup.janus.extensionOnly();
        setup.ready();
        assertThat(setup.runtime.started()).isEqualTo(1);
    }

    @Test
    void coreAlone_isReplacedAndKeepsItsLegs() {
        setup.open(ID, before);

        setup.janus.replaceExtension();
        setup.model().webrtcUp(ID);
        var leg = await(LIMIT, setup.janus.backend().reattach(ID, after));
        await(LIMIT, leg.update(MUTE));

        // Whoever heard of it in the gap: the new owner is told how things are.
        eventually(
                LIMIT,
                "the status of the gap",
                () -> after.status("webrtc_ready").isPresent());
        assertThat(setup.runtime.started()).isEqualTo(1);
    }

    @Test
    void handleThatComesWhenCoreHasBeenReplaced_isGivenBackAtOnce() {
        setup.model().holdAttach(true);
        var opening = setup.janus.backend().open(Requests.echo(ID), before);
        eventually(LIMIT, "the leg's handle", () -> setup.model().legs().contains(ID));

        setup.janus.replaceExtension();
        setup.ready();
        setup.model().holdAttach(false);

        assertThatThrownBy(() -> await(LIMIT, opening)).isInstanceOf(ApiException.class);
        eventually(LIMIT, "the handle given back", () -> setup.model().legs().isEmpty());
        assertThat(before.log()).isEmpty();
    }

    private void offered() {
        eventually(
                LIMIT, "the offer", () -> setup.model().received().stream().anyMatch(request -> request.has("jsep")));
    }

    @Test
    void answerThatComesWhenCoreHasBeenReplaced_isTheNextOnes() {
        setup.model().holdAnswers(true);
        var opening = setup.janus.backend().open(Requests.echo(ID), before);
        offered();

        setup.janus.replaceExtension();
        setup.ready();
        var taken = setup.janus.backend().reattach(ID, after);
        setup.model().holdAnswers(false);

        assertThatThrownBy(() -> await(LIMIT, opening)).isInstanceOf(ApiException.class);
        var leg = await(LIMIT, taken);
        assertThat(leg.description().sdp()).startsWith("v=0");
        await(LIMIT, leg.update(MUTE));
        assertThat(before.log()).isEmpty();
    }

    @Test
    void answerThatComesWhenCoreHasBeenReplaced_andNobodyWants_isGivenBack() {
        setup.model().holdAnswers(true);
        var opening = setup.janus.backend().open(Requests.echo(ID), before);
        offered();

        setup.janus.replaceExtension();
        setup.ready();
        setup.model().holdAnswers(false);

        assertThatThrownBy(() -> await(LIMIT, opening)).isInstanceOf(ApiException.class);
        setup.advanceUntil("the handle given back", () -> setup.model().legs().isEmpty());
        assertThat(before.log()).isEmpty();
    }

    @Test
    void openingByAnExtensionThatWasReplaced_makesNoHandle() {
        var old = setup.janus.backend();
        setup.janus.replaceExtension();
        setup.ready();

        assertThatThrownBy(() -> await(LIMIT, old.open(Requests.echo(ID), before)))
                .isInstanceOf(ApiException.class);

        assertThat(setup.model().legs()).isEmpty();
    }

    @Test
    void oldLeg_hasNoPowerOverTheOneThatWasTakenOver() {
        var old = setup.open(ID, before);
        setup.janus.replaceExtension();
        await(LIMIT, setup.janus.backend().reattach(ID, after));

        old.release(StopReason.of(CoreError.USER_STOP));

        assertThatThrownBy(() -> await(LIMIT, old.update(MUTE))).isInstanceOf(ApiException.class);
        assertThat(setup.model().legs()).containsExactly(ID);
    }
}
