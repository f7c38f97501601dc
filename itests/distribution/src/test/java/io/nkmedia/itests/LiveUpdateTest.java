package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each bundle but the gateway is replaced by a newer build under 1,000 idle sockets, 100 sessions, 200 requests a second
 * and a browser's echo: no socket closes, every session goes on, no request fails, the media don't stop, and everybody is
 * served afterwards. What each change cost is printed beside the same load without a change.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveUpdateTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final MediaServer SERVER = new MediaServer("live-update");

    private static Distribution server;
    private static UnderLoad load;

    @BeforeAll
    static void underLoad() throws IOException {
        server = SERVER.distribution();
        load = new UnderLoad(SERVER);
    }

    @AfterAll
    static void stop() throws IOException {
        // Also after a failed start, when some of it isn't there.
        if (load != null) {
            load.close();
        }
    }

    @Test
    @Order(0)
    void nothing_replaced_forComparison() throws Exception {
        load.measured("nothing", load::settle);
    }

    @Test
    @Order(1)
    void console_replaced() throws Exception {
        replace("io.nkmedia.console");
        Eventually.eventually("the demo is served", LIMIT, () -> server.httpStatus("/demo/") == 200);
    }

    @Test
    @Order(2)
    void runtime_replaced_theEngineStaysTheSame() throws Exception {
        replace("io.nkmedia.runtime");
    }

    @Test
    @Order(3)
    void janus_replaced_itsLegsGoOn() throws Exception {
        replace("io.nkmedia.janus");
    }

    @Test
    @Order(4)
    void core_replaced_itsSessionsGoOn() throws Exception {
        replace("io.nkmedia.core");
        assertThat(server.log()).as("they were handed on, not rescued").doesNotContain("the server has died");
    }

    @Test
    @Order(5)
    void base_replacedAndRefreshed_everythingGoesOn() throws Exception {
        replace("io.nkmedia.base");
        refresh("io.nkmedia.base");
    }

    @Test
    @Order(6)
    void api_replacedAndRefreshed_everythingGoesOn() throws Exception {
        replace("io.nkmedia.api");
        refresh("io.nkmedia.api");
    }

    /** Settings, a listener that comes and goes, a user, and a change on trial that is taken back. A-11. */
    @Test
    @Order(7)
    void configuration_changed_onlyWhatItNamesIsTouched() throws Exception {
        changed("configuration, changed six times", () -> {
            set("limits.sessions=5000", "timeouts.resume=3", "log.level=debug");
            set("listeners=[{\"url\":\"tcp://127.0.0.1:0\"}]");
            set("listeners=[]", "log.level=info");
            server.shell("nkmedia:user-set --roles user lab newcomer");
            server.shell("nkmedia:service-set --confirm 5s lab limits.sessions=4000");
            Eventually.eventually("the trial is over", LIMIT, () -> limit() == 5000);
        });
    }

    private static void set(String... keys) throws IOException {
        server.shell("nkmedia:service-set lab '" + String.join("' '", keys) + "'");
    }

    private static int limit() {
        try {
            return JSON.readTree(server.shell("nkmedia:service-info --json lab"))
                    .path("config")
                    .path("limits")
                    .path("sessions")
                    .asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(8)
    void all_endsInOrderAfterwards() {
        load.endInOrder();
    }

    private static void replace(String bundle) throws Exception {
        var newer = NewerBuild.of(server.jar(bundle));
        changed(bundle, () -> server.bundleUpdate(bundle, newer));
    }

    /** All that imports the bundle stops and starts again. */
    private static void refresh(String bundle) throws Exception {
        changed(bundle + ", refreshed", () -> server.shell("bundle:refresh " + server.bundleId(bundle)));
    }

    private static void changed(String what, Load.Change change) throws Exception {
        load.measured(what, () -> {
            change.make();
            // The shell's command may return before the change has begun.
            load.settle();
        });
        load.everythingGoesOn();
    }
}
