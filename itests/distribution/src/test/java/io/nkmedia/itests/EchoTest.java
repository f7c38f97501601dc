package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real browser hears and sees itself through the real server and a real engine, a process: no Docker at all. */
class EchoTest {
    private static final Duration MUTE_LIMIT = Duration.ofSeconds(20);
    private static final Duration ADAPT_LIMIT = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(400);
    private static final int CAP = 128_000;

    @RegisterExtension
    static final MediaServer SERVER = new MediaServer("echo");

    @RegisterExtension
    final Browsers browsers = new Browsers();

    @Test
    void trickled_audioAndVideoComeBack_thenStop_leavesNoSession() throws IOException {
        try (TestClient admin = SERVER.admin()) {
            DemoPage page = browsers.demo(SERVER, "guest");
            String session = page.startEcho();
            assertThat(admin.call("media/session/get_info", Map.of("session_id", session))
                            .path("state")
                            .asText())
                    .isEqualTo("ready");
            page.click("echo-hear");
            Flow flow = page.browser().steadyFlow();
            flow.assertHeardAndSeen();
            assertThat(flow.audioEnergy()).as("loudness of what came back").isPositive();
            page.click("echo-stop");
            page.awaitState("echo", "idle");
            MediaServer.awaitNoSession(admin, Duration.ofSeconds(30));
        }
    }

    /** */
    @Test
    void mutedByTheServer_mediaStop_andComeBackUnmuted() throws IOException {
        DemoPage page = browsers.demo(SERVER, "guest");
        page.startEcho();
        page.browser().steadyFlow().assertHeardAndSeen();

        page.click("echo-mute-video");
        page.await("echo", "data-muted", "video");
        Eventually.eventually("no more picture", MUTE_LIMIT, () -> flow(page).frames() == 0);
        assertThat(flow(page).audioPackets()).as("audio while video is muted").isPositive();

        page.click("echo-mute-audio");
        page.await("echo", "data-muted", "audio video");
        Eventually.eventually("no more sound", MUTE_LIMIT, () -> flow(page).audioPackets() == 0);

        page.click("echo-mute-video");
        page.click("echo-mute-audio");
        page.await("echo", "data-muted", "");
        page.browser().steadyFlow().assertHeardAndSeen();
    }

    /** */
    @Test
    void bitrateCapped_browserSendsLess() throws IOException {
        DemoPage page = browsers.demo(SERVER, "guest");
        page.choose("echo-bitrate", "0");
        page.startEcho();
        Eventually.eventually(
                "the picture takes twice the cap",
                ADAPT_LIMIT,
                () -> page.browser().flow(Duration.ofSeconds(1)).videoBitsSent() > 2 * CAP);
        page.choose("echo-bitrate", String.valueOf(CAP));
        Eventually.eventually(
                "the picture keeps to the cap",
                ADAPT_LIMIT,
                () -> page.browser().flow(Duration.ofSeconds(2)).videoBitsSent() < 1.3 * CAP);
        assertThat(flow(page).frames()).isPositive();
    }

    @Test
    void completeOffer_withoutAnyCandidateEvent_audioAndVideoComeBack() throws IOException {
        DemoPage page = browsers.demo(SERVER, "guest");
        page.browser().lab("plainEcho", Map.of());
        page.browser().steadyFlow().assertHeardAndSeen();
    }

    @Test
    void iceRestarted_mediaGoOn_onNewCredentials() throws IOException {
        DemoPage page = browsers.demo(SERVER, "guest");
        Object session = page.browser().lab("plainEcho", Map.of());
        page.browser().steadyFlow().assertHeardAndSeen();
        List<?> names = (List<?>) page.browser().lab("restart", session);
        assertThat(names).doesNotHaveDuplicates();
        page.browser().steadyFlow().assertHeardAndSeen();
        try (TestClient admin = SERVER.admin()) {
            var log = admin.call("media/session/get_timelog", Map.of("session_id", session));
            assertThat(log.findValuesAsText("msg")).contains("restart_ice");
            assertThat(admin.call("media/session/get_status", Map.of("session_id", session))
                            .path("webrtc_ready")
                            .asBoolean())
                    .isTrue();
        }
    }

    /** */
    @Test
    void statistics_areThoseOfTheRealMedia() throws IOException {
        DemoPage page = browsers.demo(SERVER, "guest");
        Object session = page.browser().lab("plainEcho", Map.of());
        page.browser().steadyFlow().assertHeardAndSeen();
        try (TestClient admin = SERVER.admin()) {
            var stats = admin.call("media/session/get_stats", Map.of("session_id", session));
            for (var medium : List.of("audio", "video")) {
                for (var way : List.of("in", "out")) {
                    assertThat(stats.path(medium).path(way).path("packets").asLong())
                            .as(medium + " " + way)
                            .isPositive();
                    assertThat(stats.path(medium).path(way).path("bitrate").asLong())
                            .as(medium + " " + way)
                            .isPositive();
                }
            }
            assertThat(stats.path("audio").path("codec").asText()).isEqualTo("opus");
            assertThat(stats.path("ice").path("local").asText()).contains(":");
            assertThat(stats.path("mos").asDouble()).isBetween(3.0, 4.5);
            assertThat(admin.call("media/session/get_status", Map.of("session_id", session))
                            .path("ice_status")
                            .asText())
                    .isEqualTo("ready");
            assertThat(admin.call("media/session/get_stats", Map.of("session_id", session, "raw", true))
                            .path("webrtc")
                            .path("dtls")
                            .path("dtls-state")
                            .asText())
                    .isEqualTo("connected");
        }
    }

    @Test
    void quality_isToldToWhoeverAsksForIt() throws IOException {
        DemoPage page = browsers.demo(SERVER, "guest");
        try (TestClient admin = SERVER.admin()) {
            admin.call("core/event/subscribe", Map.of("class", "media", "subclass", "session", "type", "quality"));
            String session = (String) page.browser().lab("plainEcho", Map.of());
            var quality = admin.event("quality", session).path("body");
            assertThat(quality.path("loss").asDouble(-1)).isBetween(0.0, 0.2);
            assertThat(quality.path("mos").asDouble()).isBetween(3.0, 4.5);
        }
    }

    @Test
    void offerToBeCompletedByTheServer_waitsForTheLastCandidate_andComesBack() throws IOException {
        DemoPage page = browsers.demo(SERVER, "guest");
        Object session =
                page.browser().lab("trickleEcho", Map.of("no_offer_trickle_ice", true, "no_answer_trickle_ice", true));
        page.browser().steadyFlow().assertHeardAndSeen();
        try (TestClient admin = SERVER.admin()) {
            var offer = admin.call("media/session/get_info", Map.of("session_id", session))
                    .path("offer");
            assertThat(offer.path("trickle_ice").asBoolean()).isFalse();
            assertThat(offer.path("sdp").asText()).contains("a=candidate:", "a=end-of-candidates");
        }
    }

    private static Flow flow(DemoPage page) {
        return page.browser().flow(GLANCE);
    }
}
