package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.core.internal.SampleSdp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The server dies, and another one starts on what is on disk. */
class RescueTest {
    private static final String MEDIA = "media-000001";

    private final World world = new World("{}");
    private Talk ann;
    private String token = "";

    private void annIsIn(World in) {
        ann = new Talk(in, "c1");
        token = Talk.token(ann.login("ann", ",\"session_id\":\"session-a\""));
        ann.ask("core/event/subscribe", "{\"class\":\"core\",\"subclass\":\"user\",\"obj_id\":\"ann\"}");
    }

    private static String park(Talk by, String id) {
        return by.ask("media/session/create", "{\"type\":\"park\",\"session_id\":\"" + id + "\",\"wait_reply\":true}")
                .path("result")
                .asText();
    }

    private JsonNode info(Talk by, String id) {
        return by.ask("media/session/get_info", "{\"session_id\":\"" + id + "\"}")
                .path("data");
    }

    private Talk annIsBack(World in) {
        var again = new Talk(in, "c2");
        var reply = again.resume("ann", "session-a", token);
        assertThat(reply.path("data").path("resumed").asBoolean())
                .as("%s", reply)
                .isTrue();
        return again;
    }

    private static String note(int n) {
        return "{\"user\":\"ann\",\"type\":\"note\",\"body\":{\"n\":" + n + "}}";
    }

    @Test
    void clientComesBack_toItsSubscriptionsAndItsMedia() {
        annIsIn(world);
        assertThat(park(ann, MEDIA)).isEqualTo("ok");
        var subscriptions = ann.ask("core/event/get_subscriptions", "{}").path("data");
        var before = info(ann, MEDIA);
        world.crash(ann.socket);
        var again = annIsBack(world);
        assertThat(again.ask("core/event/get_subscriptions", "{}").path("data")).isEqualTo(subscriptions);
        assertThat(info(again, MEDIA).path("state")).isEqualTo(before.path("state"));
        assertThat(again.ask("media/session/get_stats", "{\"session_id\":\"" + MEDIA + "\"}"))
                .isNotNull();
        assertThat(again.ask("media/session/destroy", "{\"session_id\":\"" + MEDIA + "\"}")
                        .path("result")
                        .asText())
                .isEqualTo("ok");
        assertThat(again.events())
                .anyMatch(event -> event.path("type").asText().equals("destroyed")
                        && event.path("body").path("name").asText().equals("user_stop"));
        assertThat(world.plugin.backend.legs).isEmpty();
    }

    @Test
    void whoDoesNotComeBack_ends_withWhatItOwned_andTheTimeCountsFromTheStart() {
        annIsIn(world);
        park(ann, MEDIA);
        ann.socket.lose(1006);
        world.time.advance(Duration.ofSeconds(29));
        world.crash();
        world.time.advance(Duration.ofSeconds(29));
        assertThat(world.service.connections().find("session-a")).isPresent();
        assertThat(world.service.sessions().count()).isOne();
        world.time.advance(Duration.ofSeconds(2));
        assertThat(world.service.connections().find("session-a")).isEmpty();
        assertThat(world.service.sessions().count()).isZero();
        assertThat(world.plugin.backend.legs).isEmpty();
        assertThat(world.shelf().texts).isEmpty();
    }

    @Test
    void crashAfterCrash_isNoMoreThanOne() {
        annIsIn(world);
        park(ann, MEDIA);
        world.crash(ann.socket);
        world.crash();
        world.crash();
        var again = annIsBack(world);
        assertThat(info(again, MEDIA).path("session_id").asText()).isEqualTo(MEDIA);
        token = "";
        world.crash(again.socket);
        world.time.advance(Duration.ofSeconds(31));
        assertThat(world.service.sessions().count()).isZero();
    }

    @Test
    void aTokenThatWasUsed_opensNothing_afterACrashNeither() {
        annIsIn(world);
        world.crash(ann.socket);
        var used = token;
        var again = annIsBack(world);
        world.crash(again.socket);
        assertThat(Talk.error(new Talk(world, "c3").resume("ann", "session-a", used)))
                .isEqualTo("invalid_session_id");
    }

    @Test
    void whoHasLoggedOut_orWhoseSessionHasEnded_isNotRescued() {
        annIsIn(world);
        park(ann, MEDIA);
        ann.ask("media/session/destroy", "{\"session_id\":\"" + MEDIA + "\"}");
        assertThat(world.shelf().texts).containsOnlyKeys("c/session-a");
        ann.ask("core/user/logout", "{}");
        assertThat(world.shelf().texts).isEmpty();
    }

    @Test
    void numbersOfEvents_areNeverUsedAgain() {
        annIsIn(world);
        var admin = new Talk(world, "c9");
        admin.login("admin", "");
        for (int i = 0; i < 12_000; i++) {
            ann.socket.out.clear();
            admin.socket.out.clear();
            admin.ask("core/user/send_event", note(i));
            world.time.advance(Duration.ofMillis(120));
        }
        long last = ann.events().get(0).path("seq").asLong();
        int writes = world.shelf().writes;
        assertThat(writes).as("not for each event").isLessThan(20);
        world.crash(ann.socket, admin.socket);
        var again = annIsBack(world);
        var boss = new Talk(world, "c8");
        boss.login("admin", "");
        boss.ask("core/user/send_event", note(7));
        assertThat(again.events())
                .singleElement()
                .satisfies(event -> assertThat(event.path("seq").asLong()).isGreaterThan(last + 1));
    }

    @Test
    void whatAClientDecidesAbout_goesOn() {
        var admin = new Talk(world, "c9", "127.0.0.1");
        token = Talk.token(admin.login("admin", ",\"session_id\":\"session-a\""));
        assertThat(admin.ask("core/callback/register", "{\"callback\":\"session_start\"}")
                        .path("result")
                        .asText())
                .isEqualTo("ok");
        world.crash(admin.socket);
        assertThat(world.service.callbacks().registrations().isRegistered("session_start"))
                .isTrue();
    }

    @Test
    void legThatIsGone_endsItsSession_andItsOwnerHears() {
        annIsIn(world);
        park(ann, MEDIA);
        world.crash(List.of(ann.socket), world.plugin.backend.legs::clear);
        var again = annIsBack(world);
        assertThat(again.events())
                .anyMatch(event -> event.path("type").asText().equals("destroyed")
                        && event.path("body").path("name").asText().equals("backend_down"));
        assertThat(world.service.sessions().count()).isZero();
        assertThat(world.shelf().texts).containsOnlyKeys("c/session-a");
    }

    @Test
    void backendThatIsNotConfiguredAnyMore_endsItsSessions() {
        annIsIn(world);
        park(ann, MEDIA);
        world.crash(
                List.of(ann.socket),
                () -> world.book.find("demo").orElseThrow().seen = world.document("{\"plugins\": []}"));
        var again = annIsBack(world);
        world.time.advance(Duration.ofSeconds(29));
        assertThat(world.service.sessions().count()).isOne();
        world.time.advance(Duration.ofSeconds(2));
        assertThat(again.events())
                .anyMatch(event -> event.path("type").asText().equals("destroyed")
                        && event.path("body").path("name").asText().equals("backend_down"));
        assertThat(world.service.sessions().count()).isZero();
    }

    @Test
    void callOfWhichOneSideWasNotKept_ends() {
        annIsIn(world);
        var sdp = SampleSdp.audio().replace("\r\n", "\\r\\n");
        ann.ask(
                "media/session/create",
                "{\"type\":\"p2p\",\"session_id\":\"caller-0001\",\"offer\":{\"sdp\":\"" + sdp + "\"}}");
        ann.ask(
                "media/session/create",
                "{\"type\":\"p2p\",\"session_id\":\"callee-0001\",\"master_id\":\"caller-0001\"}");
        assertThat(world.service.sessions().count()).isEqualTo(2);
        world.shelf().texts.remove("s/callee-0001");
        world.crash(ann.socket);
        var again = annIsBack(world);
        assertThat(again.events())
                .anyMatch(event -> event.path("type").asText().equals("destroyed")
                        && event.path("obj_id").asText().equals("caller-0001")
                        && event.path("body").path("name").asText().equals("peer_stopped"));
    }

    @Test
    void callOfBothSides_goesOn() {
        annIsIn(world);
        var sdp = SampleSdp.audio().replace("\r\n", "\\r\\n");
        ann.ask(
                "media/session/create",
                "{\"type\":\"p2p\",\"session_id\":\"caller-0001\",\"offer\":{\"sdp\":\"" + sdp + "\"}}");
        ann.ask(
                "media/session/create",
                "{\"type\":\"p2p\",\"session_id\":\"callee-0001\",\"master_id\":\"caller-0001\"}");
        world.crash(ann.socket);
        annIsBack(world);
        assertThat(world.service.sessions().count()).isEqualTo(2);
    }

    @Test
    void whatCanNotBeRead_isLost_andTheRestGoesOn() {
        annIsIn(world);
        park(ann, MEDIA);
        world.shelf().texts.put("s/broken", "{\"settings\":");
        world.shelf().texts.put("c/broken", "{}");
        world.shelf().texts.put("x/unknown", "{}");
        world.crash(ann.socket);
        annIsBack(world);
        assertThat(world.service.sessions().count()).isOne();
        assertThat(world.shelf().texts).containsOnlyKeys("c/session-a", "s/" + MEDIA, "x/unknown");
    }

    @Test
    void serviceWithoutResume_keepsNoClient_andItsMediaEnd() {
        var strict = new World("{\"timeouts\": {\"resume\": 0, \"ping_interval\": 3600}}");
        annIsIn(strict);
        park(ann, MEDIA);
        assertThat(strict.shelf().texts).containsOnlyKeys("s/" + MEDIA);
        strict.crash(ann.socket);
        strict.time.advance(Duration.ofSeconds(31));
        assertThat(strict.service.sessions().count()).isZero();
    }

    @Test
    void coreIsReplaced_nothingIsRescuedBesides_andWhatEndedMeanwhileIsForgotten() {
        annIsIn(world);
        park(ann, MEDIA);
        world.shelf().texts.put("s/ended-meanwhile", world.shelf().texts.get("s/" + MEDIA));
        world.upgrade(List.of(ann.socket));
        world.attach(ann.socket);
        assertThat(world.service.sessions().count()).isOne();
        assertThat(world.shelf().texts).containsOnlyKeys("c/session-a", "s/" + MEDIA);
        world.crash(ann.socket);
        assertThat(info(annIsBack(world), MEDIA).path("session_id").asText()).isEqualTo(MEDIA);
    }

    @Test
    void serviceThatStops_leavesNothing() {
        annIsIn(world);
        park(ann, MEDIA);
        world.service.stop();
        world.time.run();
        assertThat(world.shelf().texts).isEmpty();
    }

    @Test
    void aProblem_isShownToOperators() {
        world.shelf().problem = Optional.of("its sessions would not survive a crash: No space");
        assertThat(world.book.administration().list().toString()).contains("would not survive");
    }
}
