package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** protocol.md §4.3, A-36: what is left of a session when its socket breaks, and when core is replaced. */
class ResumeTest {
    private final World world = new World("{}");

    private static String note(int n) {
        return "{\"user\":\"ann\",\"type\":\"note\",\"body\":{\"n\":" + n + "}}";
    }

    /** Ann's session-a has lost its socket; gives its token. */
    private static String waiting(World in) {
        var first = new Talk(in, "c1");
        var token = Talk.token(first.login("ann", ",\"session_id\":\"session-a\""));
        first.socket.lose(1006);
        in.time.run();
        return token;
    }

    @Test
    void whatIsSentRightBehindTheLogin_isAnsweredByTheSession_inOrder() {
        var first = new Talk(world, "c1");
        var token = Talk.token(first.login("ann", ",\"session_id\":\"session-a\""));
        first.ask("core/event/subscribe", "{\"class\":\"core\",\"subclass\":\"user\",\"obj_id\":\"ann\"}");
        first.socket.lose(1006);
        world.time.run();
        var second = new Talk(world, "c2");
        second.send(
                "core/user/login",
                "{\"user\":\"ann\",\"password\":\"pw\",\"session_id\":\"session-a\",\"resume_token\":\"" + token
                        + "\"}");
        world.time.run();
        second.send("core/event/get_subscriptions", "{}");
        second.send("core/core/ping", "{}");
        second.send("core/event/get_subscriptions", "{}");
        world.time.run();
        assertThat(second.socket.out)
                .satisfiesExactly(
                        login -> assertThat(login).contains("\"resumed\":true"),
                        list -> assertThat(list).contains("\"tid\":2").contains("\"subclass\":\"user\","),
                        ping -> assertThat(ping).contains("\"tid\":3"),
                        list -> assertThat(list).contains("\"tid\":4"));
    }

    @Test
    void aSocketThatBreaksBeforeItIsAnswered_leavesTheSessionWaiting_andThenItEnds() {
        var token = waiting(world);
        var second = new Talk(world, "c2");
        second.send(
                "core/user/login",
                "{\"user\":\"ann\",\"password\":\"pw\",\"session_id\":\"session-a\",\"resume_token\":\"" + token
                        + "\"}");
        second.socket.lose(1006);
        world.time.run();
        assertThat(world.service.connections().find("session-a")).isPresent();
        world.time.advance(Duration.ofSeconds(30));
        assertThat(world.service.connections().find("session-a")).isEmpty();
        assertThat(world.service.events().patterns()).isZero();
        assertThat(world.service.connections().count()).isZero();
    }

    @Test
    void aCreateThatCanNotBeRepliedToAnyMore_isUndone() {
        world.plugin.backend.opening = Duration.ofSeconds(3);
        var first = new Talk(world, "c1");
        var token = Talk.token(first.login("ann", ",\"session_id\":\"session-a\""));
        first.ask("media/session/create", "{\"type\":\"park\",\"session_id\":\"media-000001\",\"wait_reply\":true}");
        first.socket.lose(1006);
        world.time.run();
        var second = new Talk(world, "c2");
        assertThat(second.resume("ann", "session-a", token).path("result").asText())
                .isEqualTo("ok");
        world.time.advance(Duration.ofSeconds(5));
        assertThat(world.service.sessions().count()).isZero();
        assertThat(second.events()).isEmpty();
    }

    @Test
    void aSessionThatWaits_endsWithItsService() {
        waiting(world);
        world.reconfigure("{\"enabled\": false}");
        assertThat(world.service.connections().find("session-a")).isEmpty();
    }

    @Test
    void aSessionThatWaits_endsWithItsUser() {
        waiting(world);
        world.reconfigure("{\"auth\": {\"users\": []}}");
        assertThat(world.service.connections().find("session-a")).isEmpty();
    }

    @Test
    void sessionsThatWait_countAsConnections() {
        var narrow = new World("{\"limits\": {\"connections\": 1}}");
        var token = waiting(narrow);
        var second = new Talk(narrow, "c2");
        assertThat(Talk.error(second.login("bob", ""))).isEqualTo("too_many_requests");
        assertThat(second.resume("ann", "session-a", token).path("result").asText())
                .isEqualTo("ok");
    }

    @Test
    void coreIsReplaced_openSocketsGoOn_andHearWhatHappenedBetween() {
        var ann = new Talk(world, "c1");
        ann.login("ann", ",\"session_id\":\"session-a\"");
        ann.ask("media/session/create", "{\"type\":\"park\",\"session_id\":\"media-000001\"}");
        var admin = new Talk(world, "c2");
        admin.login("admin", "");
        int seq = ann.events().size();
        world.upgrade(List.of(ann.socket, admin.socket));
        world.attach(admin.socket);
        // ann's socket is not attached yet: what happens now waits for it.
        assertThat(admin.ask("core/user/send_event", note(1))
                        .path("data")
                        .path("sessions")
                        .asInt())
                .isOne();
        ann.socket.out.clear();
        world.attach(ann.socket);
        assertThat(ann.events()).singleElement().satisfies(event -> {
            assertThat(event.path("body").path("n").asInt()).isOne();
            assertThat(event.path("seq").asInt()).isEqualTo(seq + 1);
        });
        assertThat(ann.ask("media/session/get_info", "{\"session_id\":\"media-000001\"}")
                        .path("result")
                        .asText())
                .isEqualTo("ok");
        assertThat(world.service.connections().count()).isEqualTo(2);
    }

    @Test
    void coreIsReplaced_sessionsThatWait_canBeResumedThere_withTheirEvents_inTheTimeThatIsLeft() {
        var ann = new Talk(world, "c1");
        var token = Talk.token(ann.login("ann", ",\"session_id\":\"session-a\""));
        var admin = new Talk(world, "c2");
        admin.login("admin", "");
        ann.socket.lose(1006);
        admin.ask("core/user/send_event", note(1));
        world.time.advance(Duration.ofSeconds(20));
        world.upgrade(List.of(admin.socket));
        world.attach(admin.socket);
        admin.ask("core/user/send_event", note(2));
        world.time.advance(Duration.ofSeconds(9));
        var again = new Talk(world, "c3");
        var reply = again.resume("ann", "session-a", token);
        assertThat(reply.path("data").path("resumed").asBoolean()).isTrue();
        assertThat(again.events())
                .extracting(event -> event.path("body").path("n").asInt())
                .containsExactly(1, 2);
        again.socket.lose(1006);
        world.time.run();
        world.upgrade(List.of(admin.socket));
        world.attach(admin.socket);
        world.time.advance(Duration.ofSeconds(30));
        assertThat(world.service.connections().find("session-a")).isEmpty();
    }

    @Test
    void theGatewayIsReplaced_soThatAllSocketsAreGone_clientsComeBack_ownersOfMediaToo() {
        var ann = new Talk(world, "c1");
        var token = Talk.token(ann.login("ann", ",\"session_id\":\"session-a\""));
        ann.ask("media/session/create", "{\"type\":\"park\",\"session_id\":\"media-000001\"}");
        world.upgrade(List.of(ann.socket));
        var again = new Talk(world, "c2");
        assertThat(again.resume("ann", "session-a", token)
                        .path("data")
                        .path("resumed")
                        .asBoolean())
                .isTrue();
        world.time.advance(Duration.ofSeconds(31));
        assertThat(again.ask("media/session/get_info", "{\"session_id\":\"media-000001\"}")
                        .path("result")
                        .asText())
                .isEqualTo("ok");
    }

    @Test
    void theGatewayIsReplaced_whoDoesNotComeBack_ends_withWhatItOwned() {
        var ann = new Talk(world, "c1");
        ann.login("ann", ",\"session_id\":\"session-a\"");
        ann.ask("media/session/create", "{\"type\":\"park\",\"session_id\":\"media-000001\"}");
        world.upgrade(List.of(ann.socket));
        world.time.advance(Duration.ofSeconds(31));
        assertThat(world.service.connections().find("session-a")).isEmpty();
        assertThat(world.service.sessions().count()).isZero();
    }

    @Test
    void aSocketThatComesBackFromTheGateway_afterItsClientWasQuickerOnAnother_isClosed() {
        var ann = new Talk(world, "c1");
        var token = Talk.token(ann.login("ann", ",\"session_id\":\"session-a\""));
        world.upgrade(List.of(ann.socket));
        var again = new Talk(world, "c2");
        again.resume("ann", "session-a", token);
        ann.socket.out.clear();
        world.attach(ann.socket);
        assertThat(ann.socket.out).containsExactly("close 4409 session resumed from another connection");
        assertThat(again.ask("core/core/ping", "{}").path("result").asText()).isEqualTo("ok");
    }
}
