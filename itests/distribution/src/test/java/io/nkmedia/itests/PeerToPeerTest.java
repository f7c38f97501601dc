package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two real browsers hear and see each other; the server carries nothing but their signaling. */
class PeerToPeerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @RegisterExtension
    static final MediaServer SERVER = new MediaServer("p2p");

    @RegisterExtension
    final Browsers browsers = new Browsers();

    @Test
    void called_bothHearAndSee_thenHangUp_endsBothSides() throws IOException {
        DemoPage anna = browsers.demo(SERVER, "anna");
        DemoPage bert = browsers.demo(SERVER, "bert");
        try (TestClient admin = SERVER.admin()) {
            admin.call("core/event/subscribe", Map.of("class", "media", "subclass", "session"));
            bert.waitForCalls();
            anna.call(bert);
            String annas = anna.data("call", "session");
            String berts = bert.data("call", "session");
            anna.browser().steadyFlow().assertHeardAndSeen();
            bert.browser().steadyFlow().assertHeardAndSeen();

            bert.click("call-hangup");
            anna.awaitState("call", "idle");
            assertThat(anna.text("call-state")).isEqualTo("The other side hung up.");
            bert.awaitState("call", "listening");
            assertThat(endOf(admin, annas)).isEqualTo("peer_stopped");
            assertThat(endOf(admin, berts)).isEqualTo("user_stop");
            MediaServer.awaitNoSession(admin, LIMIT);
        }
    }

    @Test
    void calleeThatDoesNotTrickle_getsACompleteOffer_andBothHearAndSee() throws IOException {
        DemoPage anna = browsers.demo(SERVER, "anna");
        DemoPage bert = browsers.demo(SERVER, "bert");
        Object master = anna.browser().lab("trickleCall");
        Map<?, ?> slave = (Map<?, ?>) bert.browser().lab("plainAnswer", master);
        assertThat((String) slave.get("offer")).contains("a=candidate:", "a=end-of-candidates");
        anna.browser().steadyFlow().assertHeardAndSeen();
        bert.browser().steadyFlow().assertHeardAndSeen();
    }

    @Test
    void iceRestartedByTheCaller_thenByTheCallee_bothGoOnHearingAndSeeing() throws IOException {
        DemoPage anna = browsers.demo(SERVER, "anna");
        DemoPage bert = browsers.demo(SERVER, "bert");
        Object master = anna.browser().lab("plainCall");
        Map<?, ?> slave = (Map<?, ?>) bert.browser().lab("plainAnswer", master);
        anna.browser().steadyFlow().assertHeardAndSeen();

        assertThat((List<?>) anna.browser().lab("restart", master)).doesNotHaveDuplicates();
        anna.browser().steadyFlow().assertHeardAndSeen();
        bert.browser().steadyFlow().assertHeardAndSeen();

        assertThat((List<?>) bert.browser().lab("restart", slave.get("id"))).doesNotHaveDuplicates();
        anna.browser().steadyFlow().assertHeardAndSeen();
        bert.browser().steadyFlow().assertHeardAndSeen();
    }

    @Test
    void rejected_callerIsTold_andNoSessionStays() throws IOException {
        DemoPage anna = browsers.demo(SERVER, "anna");
        DemoPage bert = browsers.demo(SERVER, "bert");
        bert.waitForCalls();
        anna.ring(bert);
        bert.click("call-reject");
        anna.awaitState("call", "idle");
        assertThat(anna.text("call-error")).isEqualTo("The call was rejected.");
        try (TestClient admin = SERVER.admin()) {
            MediaServer.awaitNoSession(admin, LIMIT);
        }
    }

    private static String endOf(TestClient admin, String session) {
        return admin.event("destroyed", session).path("body").path("name").asText();
    }
}
