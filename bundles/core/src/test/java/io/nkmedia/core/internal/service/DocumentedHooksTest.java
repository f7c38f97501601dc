package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/plugins.md shows does what is said there. */
class DocumentedHooksTest {
    private final Hall hall = new Hall();
    private final DocumentedHooks shown = new DocumentedHooks(
            (user, password) -> CompletableFuture.completedStage(password.equals("of the directory")));

    @BeforeEach
    void install() {
        FakeOsgi.install(hall.world.plugins, "shown", shown);
        hall.list("shown", "fake");
    }

    @Test
    void authenticator_letsInWhomTheDirectoryKnows_andLeavesOthersToTheConfiguration() {
        assertThat(hall.login("eve", "of the directory")).contains("\"user\":\"eve\"", "\"roles\":[\"user\"]");
        assertThat(hall.login("ann", "pw")).contains("\"ok\"");
    }

    @Test
    void authorizer_keepsMediaToOfficeHours() {
        hall.login("ann", "pw");
        assertThat(hall.ask("ann", "media/session/get_list", "{}")).contains("\"ok\"");
        shown.closed = true;
        assertThat(hall.ask("ann", "media/session/get_list", "{}")).contains("\"unauthorized\"");
        assertThat(hall.ask("ann", "core/event/get_subscriptions", "{}")).contains("\"ok\"");
    }

    @Test
    void eventFilter_keepsPhoneNumbersFromAllButAdmins() {
        hall.login("admin", "pw");
        hall.login("max", "pw");
        for (var user : new String[] {"admin", "max"}) {
            hall.ask(user, "core/event/subscribe", "{\"class\":\"shop\"}");
        }
        hall.ask("max", "core/event/send", "{\"class\":\"shop\",\"type\":\"order\",\"body\":{\"phone\":\"123\"}}");
        hall.world.time.run();
        assertThat(hall.heard("admin")).contains("\"123\"");
        assertThat(hall.heard("max")).doesNotContain("\"123\"");
    }

    @Test
    void sessionListener_asksAProgramForCredit_setsALimit_andWritesTheBill() {
        hall.login("admin", "pw");
        hall.login("ann", "pw");
        // Nobody answers for the credit: the plugin's own rule.
        assertThat(hall.ask("ann", "media/session/create", "{\"type\":\"park\",\"session_id\":\"session-1\"}"))
                .contains("\"ok\"");
        assertThat(hall.ask("ann", "media/session/get_info", "{\"session_id\":\"session-1\"}"))
                .contains("\"ready_timeout\":3600");
        hall.ask("ann", "media/session/destroy", "{\"session_id\":\"session-1\"}");
        hall.world.time.advance(Duration.ofMillis(10));
        assertThat(shown.bills).containsExactly("session-1 user_stop");
        hall.ask("admin", "core/callback/register", "{\"callback\":\"credit\"}");
        hall.ask("ann", "media/session/create", "{\"type\":\"park\",\"session_id\":\"session-2\"}");
        assertThat(hall.heard("admin")).contains("\"cmd\":\"credit\"", "\"user\":\"ann\"");
        hall.client("admin").receive("{\"result\":\"ok\",\"data\":{\"ok\":false},\"tid\":1}");
        hall.world.time.run();
        assertThat(hall.heard("ann")).contains("\"unauthorized\"");
    }
}
