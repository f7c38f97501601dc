package io.nkmedia.janus.internal;

import static io.nkmedia.janus.internal.ModelSetup.LIMIT;
import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.testing.backend.RecordedEvents;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The controller dies under calls, and the next one finds the engine that runs on. */
final class InheritanceTest {
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

    private long asked(String kind) {
        return setup.model().received().stream()
                .filter(request -> request.path("janus").asText().equals(kind))
                .count();
    }

    private void isGone(String leg) {
        assertThatThrownBy(() -> await(LIMIT, setup.janus.backend().reattach(leg, after)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(CoreError.BACKEND_DOWN));
    }

    @Test
    void legGoesOn_withItsDescriptionAndStatus() {
        var description = setup.open(ID, before).description();
        setup.model().webrtcUp(ID);
        setup.janus.crash();
        setup.ready();
        var leg = await(LIMIT, setup.janus.backend().reattach(ID, after));
        assertThat(leg.description()).isEqualTo(description);
        assertThat(after.status("webrtc_ready")).contains(true);
        assertThat(after.status("audio_status")).contains("started");
        await(LIMIT, leg.update(MUTE));
        assertThat(setup.runtime.started()).isEqualTo(1);
        assertThat(asked("create")).isEqualTo(1);
        assertThat(asked("claim")).isEqualTo(1);
        setup.model().hangup(ID, "DTLS alert");
        eventually(LIMIT, "the news", () -> after.log().contains("failed: DTLS alert"));
        assertThat(before.ends()).isEmpty();
    }

    @Test
    void manyLegs_allGoOn() {
        var ids = IntStream.range(0, 250).mapToObj(i -> "session-" + i).toList();
        ids.forEach(id -> setup.open(id, before));
        setup.janus.crash();
        setup.ready();
        ids.forEach(id -> await(LIMIT, setup.janus.backend().reattach(id, after)));
        assertThat(setup.janus.backend().info().legs()).isEqualTo(250);
    }

    @Test
    void legThatWasStillComingUp_isTakenOverWithoutAWordAboutIt() {
        setup.open(ID, before);
        setup.janus.crash();
        await(LIMIT, setup.janus.backend().reattach(ID, after));
        assertThat(after.log()).isEmpty();
    }

    @Test
    void handleThatIsGone_isKnownToBeGone() {
        setup.open(ID, before);
        setup.open("session-other", before);
        setup.janus.die();
        setup.model().detach(ID);
        setup.janus.comeAfterCrash();
        setup.ready();
        isGone(ID);
        await(LIMIT, setup.janus.backend().reattach("session-other", after));
    }

    @Test
    void peerConnectionThatEnded_isToldAsLost_andMayBeMadeAnew() {
        setup.open(ID, before);
        setup.model().webrtcUp(ID);
        setup.janus.die();
        setup.model().hangup(ID, "DTLS alert");
        setup.janus.comeAfterCrash();
        var leg = await(LIMIT, setup.janus.backend().reattach(ID, after));
        assertThat(leg.description().sdp()).isEmpty();
        assertThat(after.status("webrtc_ready")).contains(false);
        assertThat(after.log()).anyMatch(line -> line.startsWith("failed: "));
        assertThat(await(LIMIT, leg.reoffer(Requests.offer())).sdp()).startsWith("v=0");
        setup.model().webrtcUp(ID);
        eventually(LIMIT, "media again", () -> after.log().stream().anyMatch(line -> line.startsWith("works: ")));
    }

    @Test
    void peerConnectionThatHasLostItsWay_isToldAsLost() {
        setup.open(ID, before);
        setup.model().webrtcUp(ID);
        setup.janus.die();
        setup.model().iceFailed(ID);
        setup.janus.comeAfterCrash();
        await(LIMIT, setup.janus.backend().reattach(ID, after));
        assertThat(after.status("webrtc_ready")).contains(false);
        assertThat(after.log()).anyMatch(line -> line.startsWith("failed: "));
    }

    @Test
    void legThatWasBeingOpened_isGone_andItsHandleIsGivenBack() {
        setup.model().holdAttach(true);
        var opening = setup.janus.backend().open(Requests.echo(ID), before);
        eventually(LIMIT, "the leg's handle", () -> setup.model().legs().contains(ID));
        setup.janus.die();
        setup.janus.comeAfterCrash();
        setup.ready();
        isGone(ID);
        assertThatThrownBy(() -> await(LIMIT, opening)).isInstanceOf(ApiException.class);
        eventually(LIMIT, "the handle given back", () -> setup.model().legs().isEmpty());
    }

    @Test
    void whatIsToldWhileTheHandlesAreAskedFor_isNotLost() {
        setup.open(ID, before);
        setup.model().webrtcUp(ID);
        setup.model().holdInfo(true);
        setup.janus.crash();
        eventually(LIMIT, "the question about the handle", () -> setup.model().held() == 1);
        setup.model().hangup(ID, "DTLS alert");
        setup.model().holdInfo(false);
        await(LIMIT, setup.janus.backend().reattach(ID, after));
        eventually(LIMIT, "the end of the call", () -> after.log().contains("failed: DTLS alert"));
    }

    @Test
    void sessionThatHasExpired_isMadeAnew() {
        setup.open(ID, before);
        setup.janus.die();
        setup.model().expire();
        setup.janus.comeAfterCrash();
        setup.ready();
        isGone(ID);
        setup.open("session-new", after);
        assertThat(asked("create")).isEqualTo(2);
    }

    @Test
    void legThatNobodyTakesOver_isGivenBackAfter30Seconds() {
        setup.open(ID, before);
        setup.janus.crash();
        setup.ready();
        var took = setup.advanceUntil(
                "the leg given back", () -> setup.model().legs().isEmpty());
        assertThat(took.toSeconds()).isBetween(29L, 31L);
    }

    @Test
    void engineOfAControllerWithoutLegs_isTakenOver_andServes() {
        setup.janus.crash();
        setup.ready();
        setup.open(ID, after);
        assertThat(setup.runtime.started()).isEqualTo(1);
        assertThat(setup.model().sessions()).isEqualTo(1);
    }
}
