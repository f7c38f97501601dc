package io.nkmedia.testing.backend;

import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each media backend keeps, for each thing that it says it can do. A backend's test class extends this. */
public abstract class MediaBackendContract {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MANY = 20;
    private static final String HOST = "candidate:1 1 udp 2122194687 127.0.0.1 40000 typ host";

    private BackendFixture fixture;
    private final Offers offers = new Offers(kind());

    /** Starts an engine and a backend on it. */
    protected abstract BackendFixture start() throws Exception;

    /** Which kind of client the backend is for. */
    protected SdpKind kind() {
        return SdpKind.WEBRTC;
    }

    /** Whether its engine, and so its legs, go on while its bundle is replaced. */
    protected boolean outlivesItsBundle() {
        return true;
    }

    @BeforeEach
    final void startFixture() throws Exception {
        fixture = start();
        ready(fixture.backend());
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    private static void ready(MediaBackend backend) {
        eventually(LIMIT, () -> {
            var info = backend.info();
            return info.state() == BackendState.READY ? Optional.empty() : Optional.of("ready, but it is " + info);
        });
    }

    /** What the client can offer for: the backend's capabilities as offeree of its kind of client. */
    private List<Capability> offeree() {
        return fixture.backend().capabilities().stream()
                .filter(c -> c.role() == Role.OFFEREE && c.kind() == kind())
                .toList();
    }

    private LegRequest request(String type, Optional<Description> offer) {
        String id = "session-" + UUID.randomUUID();
        return new LegRequest(id, type, Role.OFFEREE, kind(), offer, MediaUpdate.NONE, Map.of());
    }

    private CompletionStage<Leg> asked(Capability can, LegEvents events) {
        return fixture.backend().open(request(can.type(), Optional.of(offers.good())), events);
    }

    private Leg open(Capability can, LegEvents events) {
        return await(LIMIT, asked(can, events));
    }

    private void gone() {
        eventually(
                LIMIT, () -> fixture.legs().isEmpty() ? Optional.empty() : Optional.of("legs stay: " + fixture.legs()));
        eventually(
                LIMIT,
                "no leg in the backend's own count",
                () -> fixture.backend().info().legs() == 0);
    }

    private static void refused(CoreError error, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(error));
    }

    @Test
    void ready_saysWhatItIs() {
        var info = fixture.backend().info();

        assertThat(info.version()).isPresent();
        assertThat(info.problem()).isEmpty();
        assertThat(info.legs()).isZero();
        assertThat(fixture.backend().capabilities()).isNotEmpty();
    }

    @Test
    void offer_isAnsweredMediumByMedium() {
        for (var can : offeree()) {
            var leg = open(can, new RecordedEvents());

            var answer = leg.description();
            assertThat(answer.kind()).isEqualTo(kind());
            assertThat(Offers.media(answer.sdp()))
                    .isEqualTo(Offers.media(offers.good().sdp()));
            if (kind() == SdpKind.WEBRTC) {
                assertThat(answer.sdp()).contains("a=ice-ufrag:", "a=fingerprint:");
                assertThat(answer.trickle() || answer.sdp().contains("a=candidate:"))
                        .isTrue();
            }
            assertThat(fixture.legs()).containsExactly(leg.id());
            assertThat(fixture.backend().info().legs()).isEqualTo(1);
            leg.release(StopReason.of(CoreError.USER_STOP));
            gone();
        }
    }

    @Test
    void brokenOffer_isRefusedAndLeavesNothing() {
        for (var can : offeree()) {
            for (var broken : offers.bad()) {
                var events = new RecordedEvents();

                refused(
                        CoreError.INVALID_SDP,
                        () -> await(LIMIT, fixture.backend().open(request(can.type(), Optional.of(broken)), events)));

                gone();
                assertThat(events.log()).isEmpty();
            }
        }
    }

    @Test
    void refusals_sayNothingOfTheEngine() {
        var can = offeree().get(0);
        var broken = Optional.of(offers.of("garbage"));

        assertThatThrownBy(() ->
                        await(LIMIT, fixture.backend().open(request(can.type(), broken), new RecordedEvents())))
                .hasMessage(CoreError.INVALID_SDP.text());
    }

    @Test
    void whatItCannotDo_isNotImplemented() {
        refused(
                CoreError.NOT_IMPLEMENTED,
                () -> await(
                        LIMIT,
                        fixture.backend().open(request("dance", Optional.of(offers.good())), new RecordedEvents())));
        assertThat(fixture.legs()).isEmpty();
    }

    @Test
    void noOffer_isSaid() {
        for (var can : offeree()) {
            refused(
                    CoreError.OFFER_NOT_SET,
                    () -> await(
                            LIMIT,
                            fixture.backend().open(request(can.type(), Optional.empty()), new RecordedEvents())));
        }
        assertThat(fixture.legs()).isEmpty();
    }

    @Test
    void candidates_areTakenOneByOneAndBadOnesHarmNobody() {
        for (var can : offeree()) {
            var events = new RecordedEvents();
            var leg =
                    await(LIMIT, fixture.backend().open(request(can.type(), Optional.of(offers.trickling())), events));

            leg.candidate(new Candidate(Optional.of("0"), Optional.of(0), HOST, Optional.empty()));
            leg.candidate(new Candidate(Optional.empty(), Optional.of(1), "candidate:nonsense", Optional.empty()));
            leg.candidatesEnd();
            leg.candidate(new Candidate(Optional.of("0"), Optional.empty(), HOST, Optional.empty()));

            await(LIMIT, leg.update(MediaUpdate.NONE));
            assertThat(events.ends()).isEmpty();
            leg.release(StopReason.of(CoreError.USER_STOP));
            gone();
        }
    }

    @Test
    void update_changesWhatWasDeclared() {
        for (var can : offeree()) {
            var leg = open(can, new RecordedEvents());

            update(
                    can,
                    "mute_audio",
                    leg,
                    new MediaUpdate(Optional.of(true), Optional.empty(), Optional.empty(), Optional.empty()));
            update(
                    can,
                    "mute_video",
                    leg,
                    new MediaUpdate(Optional.empty(), Optional.of(true), Optional.empty(), Optional.empty()));
            update(
                    can,
                    "mute_data",
                    leg,
                    new MediaUpdate(Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty()));
            update(
                    can,
                    "bitrate",
                    leg,
                    new MediaUpdate(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(128_000)));

            leg.release(StopReason.of(CoreError.USER_STOP));
        }
        gone();
    }

    private static void update(Capability can, String extra, Leg leg, MediaUpdate update) {
        if (can.extras().contains(extra)) {
            await(LIMIT, leg.update(update));
        } else {
            refused(CoreError.NOT_IMPLEMENTED, () -> await(LIMIT, leg.update(update)));
        }
    }

    @Test
    void newOffer_isAnsweredOnTheLiveLeg() {
        for (var can : offeree()) {
            if (can.extras().contains("restart_ice")) {
                var leg = open(can, new RecordedEvents());
                var first = leg.description();
                String restarted = offers.good()
                        .sdp()
                        .replaceFirst("(?m)^o=- (\\d+) 2 ", "o=- $1 3 ")
                        .replaceAll("a=ice-ufrag:[^\r\n]*", "a=ice-ufrag:new1")
                        .replaceAll("a=ice-pwd:[^\r\n]*", "a=ice-pwd:new1new1new1new1new1new1");

                var second = await(LIMIT, leg.reoffer(offers.of(restarted)));

                assertThat(Offers.media(second.sdp())).isEqualTo(Offers.media(first.sdp()));
                assertThat(Offers.ufrag(second)).isNotEqualTo(Offers.ufrag(first));
                assertThat(leg.description()).isEqualTo(second);
                leg.release(StopReason.of(CoreError.USER_STOP));
                gone();
            }
        }
    }

    @Test
    void brokenNewOffer_leavesTheLegAsItWas() {
        for (var can : offeree()) {
            if (can.extras().contains("restart_ice")) {
                var leg = open(can, new RecordedEvents());

                refused(CoreError.INVALID_SDP, () -> await(LIMIT, leg.reoffer(offers.of("garbage"))));

                assertThat(fixture.legs()).containsExactly(leg.id());
                leg.release(StopReason.of(CoreError.USER_STOP));
                gone();
            }
        }
    }

    @Test
    void release_isIdempotentAndSilent() {
        for (var can : offeree()) {
            var events = new RecordedEvents();
            var leg = open(can, events);
            leg.release(StopReason.of(CoreError.USER_STOP));
            leg.release(StopReason.of(CoreError.USER_STOP));
            gone();

            refused(CoreError.BACKEND_DOWN, () -> await(LIMIT, leg.reoffer(offers.of("v=0"))));
            assertThat(events.ends()).isEmpty();
        }
    }

    @Test
    void manyAtOnce_allGetTheirOwnAnswer() {
        var can = offeree().get(0);
        var asked = new ArrayList<CompletionStage<Leg>>();
        for (int i = 0; i < MANY; i++) {
            asked.add(asked(can, new RecordedEvents()));
        }
        var legs = asked.stream().map(stage -> await(LIMIT, stage)).toList();

        assertThat(fixture.legs())
                .containsExactlyInAnyOrderElementsOf(legs.stream().map(Leg::id).toList());
        legs.forEach(leg -> leg.release(StopReason.of(CoreError.USER_STOP)));
        gone();
    }

    @Test
    void death_endsEachLegOnceAndAFreshEngineComes() {
        var can = offeree().get(0);
        var events = List.of(new RecordedEvents(), new RecordedEvents());
        events.forEach(e -> open(can, e));

        fixture.kill();

        eventually(
                Duration.ofSeconds(1),
                "the end of both legs",
                () -> events.stream().allMatch(e -> !e.ends().isEmpty()));
        ready(fixture.backend());
        var leg = open(can, new RecordedEvents());
        leg.release(StopReason.of(CoreError.USER_STOP));
        gone();
        for (var e : events) {
            assertThat(e.ends()).containsExactly(StopReason.of(CoreError.BACKEND_DOWN));
            assertThat(e.status("webrtc_ready")).contains(false);
            assertThat(e.log().get(e.log().size() - 1)).startsWith("ended");
        }
    }

    @Test
    void replacedBackend_goesOnWithTheLeg_orSaysThatItIsGone() {
        var can = offeree().get(0);
        var before = new RecordedEvents();
        var old = open(can, before);

        var next = fixture.replace();
        if (!outlivesItsBundle()) {
            refused(CoreError.BACKEND_DOWN, () -> await(LIMIT, next.reattach(old.id(), new RecordedEvents())));
            gone();
            return;
        }
        var leg = await(LIMIT, next.reattach(old.id(), new RecordedEvents()));

        assertThat(leg.id()).isEqualTo(old.id());
        assertThat(leg.description()).isEqualTo(old.description());
        await(
                LIMIT,
                leg.update(new MediaUpdate(Optional.of(true), Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(fixture.legs()).containsExactly(old.id());
        assertThat(before.ends()).isEmpty();
        leg.release(StopReason.of(CoreError.USER_STOP));
        gone();
    }

    @Test
    void reattach_ofAnUnknownLegSaysThatItIsGone() {
        refused(
                CoreError.BACKEND_DOWN,
                () -> await(LIMIT, fixture.backend().reattach("session-unknown", new RecordedEvents())));
    }

    @Test
    void restart_endsLegsAndComesBack() {
        var events = new RecordedEvents();
        open(offeree().get(0), events);

        fixture.backend().restart();

        eventually(LIMIT, "the end of the leg", () -> !events.ends().isEmpty());
        ready(fixture.backend());
        assertThat(events.ends()).containsExactly(StopReason.of(CoreError.BACKEND_DOWN));
        gone();
    }

    @Test
    void stopped_takesNoLegs() {
        fixture.stop();

        assertThat(fixture.backend().info().state()).isEqualTo(BackendState.STOPPED);
        refused(CoreError.NO_MEDIASERVER, () -> open(offeree().get(0), new RecordedEvents()));
    }
}
