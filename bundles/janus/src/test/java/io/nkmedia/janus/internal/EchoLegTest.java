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
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.testing.backend.RecordedEvents;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an echo leg says to the engine, and what it makes of what the engine says. */
final class EchoLegTest {
    private static final String ID = "session-echo";

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

    private void told(String entry) {
        eventually(
                LIMIT,
                () -> events.log().contains(entry) ? Optional.empty() : Optional.of(entry + " in " + events.log()));
    }

    @Test
    void open_carriesTheSessionIdMutesAndBitrate() {
        var media = new MediaUpdate(Optional.of(true), Optional.empty(), Optional.empty(), Optional.of(64_000));

        await(LIMIT, setup.janus.backend().open(Requests.echo(ID, media), events));

        assertThat(setup.model().last("attach").path("opaque_id").asText()).isEqualTo(ID);
        var message = setup.model().last("message");
        assertThat(message.path("body").toString()).isEqualTo("{\"audio\":false,\"video\":true,\"bitrate\":64000}");
        assertThat(message.path("jsep").path("type").asText()).isEqualTo("offer");
        assertThat(message.path("jsep").path("trickle").asBoolean(true)).isFalse();
    }

    @Test
    void update_saysOnlyWhatChanges() {
        var leg = setup.open(ID, events);

        await(
                LIMIT,
                leg.update(new MediaUpdate(Optional.empty(), Optional.of(true), Optional.empty(), Optional.empty())));

        var message = setup.model().last("message");
        assertThat(message.path("body").toString()).isEqualTo("{\"video\":false}");
        assertThat(message.has("jsep")).isFalse();
    }

    @Test
    void candidates_goOutAsTheyCome() {
        var leg = setup.open(ID, events);
        leg.candidate(new Candidate(Optional.of("1"), Optional.of(1), "candidate:7", Optional.of("abcd")));
        eventually(
                LIMIT,
                "a candidate",
                () -> !setup.model().received().isEmpty()
                        && setup.model().received().stream()
                                .anyMatch(r -> r.path("janus").asText().equals("trickle")));
        assertThat(setup.model().last("trickle").path("candidate").toString())
                .isEqualTo("{\"candidate\":\"candidate:7\",\"sdpMid\":\"1\",\"sdpMLineIndex\":1}");

        leg.candidatesEnd();

        eventually(
                LIMIT,
                "the end of candidates",
                () -> setup.model()
                        .last("trickle")
                        .path("candidate")
                        .path("completed")
                        .asBoolean());
    }

    @Test
    void newOffer_isMarkedAsRestartOnlyIfItIsOne() {
        var leg = setup.open(ID, events);
        await(LIMIT, leg.reoffer(Requests.offer()));
        assertThat(setup.model().last("message").path("jsep").has("restart")).isFalse();
        assertThat(setup.model().last("message").path("jsep").path("update").asBoolean())
                .isTrue();

        String restarted = Requests.offer().sdp().replaceAll("a=ice-ufrag:\\S+", "a=ice-ufrag:else");
        await(LIMIT, leg.reoffer(new Description(restarted, SdpKind.WEBRTC, false)));

        assertThat(setup.model().last("message").path("jsep").path("restart").asBoolean())
                .isTrue();
    }

    @Test
    void mediaEvents_becomeStatus() {
        setup.open(ID, events);

        setup.model().webrtcUp(ID);
        setup.model().media(ID, "0", "audio", true);
        setup.model().media(ID, "1", "video", true);
        setup.model().media(ID, "1", "video", false);

        told("status {video_status=stopped}");
        assertThat(events.log())
                .containsExactly(
                        "status {ice_status=ready, webrtc_ready=true}",
                        "status {audio_status=started}",
                        "status {video_status=started}",
                        "status {video_status=stopped}");
    }

    @Test
    void slowLink_isToldOnceAndClearedAfterSilence() {
        setup.open(ID, events);

        setup.model().slowLink(ID, true, 13);
        setup.model().slowLink(ID, true, 14);
        eventually(LIMIT, "slow_link", () -> events.status("slow_link").isPresent());
        assertThat(events.status("slow_link").orElseThrow())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("dir", "incoming")
                .containsEntry("nacks", 13L)
                .containsKey("date");
        setup.advanceUntil("slow_link cleared", () -> events.status("slow_link").equals(Optional.of(false)));

        assertThat(events.log()).hasSize(2);
    }

    @Test
    void closedPeerConnection_isAFailureThatMayRecover() {
        var leg = setup.open(ID, events);

        setup.model().hangup(ID, "DTLS alert");

        told("failed: DTLS alert");
        assertThat(events.status("webrtc_ready")).contains(false);
        assertThat(events.ends()).isEmpty();
        await(LIMIT, leg.reoffer(Requests.offer()));
        setup.model().webrtcUp(ID);
        told("works: connected again");
    }

    @Test
    void handleTakenAway_endsTheLegOnce() {
        setup.open(ID, events);

        setup.model().detach(ID);

        eventually(LIMIT, "the end", () -> !events.ends().isEmpty());
        assertThat(events.ends()).containsExactly(StopReason.of(CoreError.SESSION_FAILED));
        assertThat(setup.janus.backend().info().legs()).isZero();
        assertThat(setup.janus.backend().info().state()).isEqualTo(BackendState.READY);
    }

    @Test
    void timedOutSession_endsLegsAndBringsAFreshEngine() {
        setup.open(ID, events);

        setup.model().expire();

        eventually(LIMIT, "the end", () -> !events.ends().isEmpty());
        setup.advanceUntil("a ready backend", () -> setup.janus.backend().info().state() == BackendState.READY);
        assertThat(events.ends()).containsExactly(StopReason.of(CoreError.BACKEND_DOWN));
        assertThat(setup.runtime.started()).isEqualTo(2);
    }

    @Test
    void refusedOffer_isInvalidSdpOrAFailureByItsCode() {
        for (var expected : Map.of(
                        465, CoreError.INVALID_SDP, 469, CoreError.INVALID_SDP, 490, CoreError.SESSION_FAILED)
                .entrySet()) {
            setup.model().refuseNextOffer(expected.getKey());

            assertThatThrownBy(() -> setup.open(ID, events))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.code()).isEqualTo(expected.getValue()));

            eventually(LIMIT, "no leg", () -> setup.model().legs().isEmpty());
        }
        assertThat(events.log()).isEmpty();
    }

    @Test
    void unansweredOffer_failsAfterTheLimitAndLeavesNothing() {
        setup.model().swallowMessages(true);
        var opening = setup.janus.backend().open(Requests.echo(ID), events).toCompletableFuture();
        eventually(LIMIT, "the leg's handle", () -> setup.model().legs().contains(ID));

        setup.advanceUntil("the end of opening", opening::isDone);

        assertThatThrownBy(() -> await(LIMIT, opening))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(CoreError.SESSION_FAILED));
        eventually(LIMIT, "no leg", () -> setup.model().legs().isEmpty());
        assertThat(events.log()).isEmpty();
    }

    @Test
    void stats_areThoseOfTheHandle() {
        var leg = setup.open(ID, events);

        var stats = await(LIMIT, leg.stats());

        assertThat(stats.get("audio"))
                .isEqualTo(Map.of(
                        "in",
                        Map.of("packets", 75L, "bytes", 5473L, "bitrate", 29_448L, "lost", 0L, "jitter_ms", 0L),
                        "out",
                        Map.of("packets", 75L, "bytes", 5173L, "bitrate", 27_816L, "lost", 0L, "jitter_ms", 0L),
                        "codec",
                        "opus",
                        "rtt_ms",
                        0L));
        assertThat(stats.get("ice"))
                .isEqualTo(Map.of("state", "ready", "local", "127.0.1.1:23538", "remote", "127.0.1.1:34733"));
    }
}
