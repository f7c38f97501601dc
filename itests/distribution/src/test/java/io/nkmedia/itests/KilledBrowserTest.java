package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser that vanishes leaves nothing behind, although the engine itself would never say a word. */
class KilledBrowserTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    static final MediaServer SERVER = new MediaServer("killed");

    @RegisterExtension
    final Browsers browsers = new Browsers();

    @Test
    void killedDuringAnEcho_itsSessionAndTheEnginesHandleEnd() throws IOException {
        try (TestClient admin = SERVER.admin()) {
            admin.call("core/event/subscribe", Map.of("class", "media", "subclass", "session"));
            DemoPage page = browsers.demo(SERVER, "guest");
            String session = page.startEcho();
            page.browser().steadyFlow().assertHeardAndSeen();
            assertThat(MediaServer.backend(admin).path("sessions").asInt()).isEqualTo(1);

            page.browser().kill9();
            MediaServer.awaitNoSession(admin, LIMIT);
            assertThat(endOf(admin, session)).isEqualTo("registered_down");
        }
    }

    @Test
    void killedWhileNobodyOwnsItsSession_endsByTheSilence() throws IOException {
        try (TestClient admin = SERVER.admin()) {
            DemoPage page = browsers.demo(SERVER, "guest");
            Object offer = page.browser().lab("plainOffer");
            JsonNode created = admin.call(
                    "media/session/create",
                    Map.of("type", "echo", "detached", true, "wait_reply", true, "offer", Map.of("sdp", offer)));
            page.browser().lab("accept", created.path("answer").path("sdp").asText());
            page.browser().steadyFlow().assertHeardAndSeen();

            page.browser().kill9();
            assertThat(endOf(admin, created.path("session_id").asText())).isEqualTo("no_media");
            MediaServer.awaitNoSession(admin, LIMIT);
        }
    }

    @Test
    void killedDuringACall_theOtherSideIsFreed() throws IOException {
        DemoPage anna = browsers.demo(SERVER, "anna");
        DemoPage bert = browsers.demo(SERVER, "bert");
        bert.waitForCalls();
        anna.call(bert);
        anna.browser().kill9();
        Eventually.eventually("the call ended", LIMIT, () -> "listening".equals(bert.data("call", "state")));
        assertThat(bert.text("call-state")).isEqualTo("The other side hung up.");
    }

    private static String endOf(TestClient admin, String session) {
        return admin.event("destroyed", session).path("body").path("name").asText();
    }
}
