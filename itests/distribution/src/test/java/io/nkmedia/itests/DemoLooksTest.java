package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo page in use on small and large screens: fits them, and is kept as pictures to look at. */
class DemoLooksTest {
    private static final int NARROW = 390;
    private static final int WIDE = 1440;

    @RegisterExtension
    static final MediaServer SERVER = new MediaServer("looks");

    @RegisterExtension
    final Browsers browsers = new Browsers();

    @Test
    void inUse_fitsWideAndNarrowScreens_lightAndDark() throws IOException {
        DemoPage anna = browsers.demo(SERVER, "anna");
        DemoPage bert = browsers.demo(SERVER, "bert");
        look(anna, "idle");
        anna.startEcho();
        anna.browser().steadyFlow().assertHeardAndSeen();
        look(anna, "echo");
        anna.click("echo-mute-video");
        anna.await("echo", "data-muted", "video");
        look(anna, "echo-muted");
        anna.click("echo-stop");
        anna.awaitState("echo", "idle");

        bert.waitForCalls();
        anna.ring(bert);
        look(bert, "ringing");
        bert.click("call-accept");
        anna.awaitState("call", "ready");
        anna.browser().steadyFlow().assertHeardAndSeen();
        look(anna, "call");
        bert.click("call-hangup");
        anna.awaitState("call", "idle");
        anna.click("logout");
        anna.awaitState("connection-state", "idle");
        look(anna, "login");
    }

    private static void look(DemoPage page, String what) {
        for (int width : new int[] {WIDE, NARROW}) {
            for (boolean dark : new boolean[] {false, true}) {
                Browser browser = page.browser();
                browser.screen(width, 900, dark);
                browser.lab("still");
                browser.screenshot("demo-" + what + "-" + width + (dark ? "-dark" : ""));
                assertThat(browser.overflow())
                        .as("pixels too wide, %s at %d", what, width)
                        .isZero();
            }
        }
        page.browser().screen(WIDE, 900, false);
    }
}
