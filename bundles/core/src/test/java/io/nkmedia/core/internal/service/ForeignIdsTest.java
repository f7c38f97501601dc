package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** protocol.md §3: what isn't the caller's is as if it weren't there, so that nobody can find out what is. */
class ForeignIdsTest {
    private final World world = new World("{}");
    private final Talk ann = new Talk(world, "c1");
    private final Talk bob = new Talk(world, "c2", "192.0.2.2");

    ForeignIdsTest() {
        ann.login("ann", ",\"session_id\":\"session-a\"");
        ann.ask("media/session/create", "{\"type\":\"park\",\"session_id\":\"media-ann-1\"}");
        world.other("other", "{}");
        bob.login("bob", ",\"session_id\":\"session-b\"");
    }

    private JsonNode answer(String command, String data) {
        var reply = (ObjectNode) bob.ask(command, data);
        assertThat(reply.path("result").asText()).isEqualTo("error");
        reply.remove("tid");
        return reply;
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            media/session/get_info       | media-ann-1 | {"session_id":"ID"}
            media/session/get_offer      | media-ann-1 | {"session_id":"ID"}
            media/session/get_status     | media-ann-1 | {"session_id":"ID"}
            media/session/get_stats      | media-ann-1 | {"session_id":"ID"}
            media/session/set_candidate_end | media-ann-1 | {"session_id":"ID"}
            media/session/destroy        | media-ann-1 | {"session_id":"ID"}
            media/session/create         | media-ann-1 | {"type":"p2p","master_id":"ID"}
            core/event/subscribe         | media-ann-1 | {"class":"media","subclass":"session","obj_id":"ID"}
            core/event/subscribe         | session-a   | {"class":"core","subclass":"session_event","obj_id":"ID"}
            core/event/subscribe         | ann         | {"class":"core","subclass":"user","obj_id":"ID"}
            core/event/subscribe         | other       | {"class":"app","service":"ID"}
            core/session/stop            | session-a   | {"session_id":"ID"}
            core/session/get             | session-a   | {"session_id":"ID"}
            core/session/send_event      | session-a   | {"session_id":"ID"}
            core/user/get                | ann         | {"user":"ID"}
            """)
    void somebodyElses_isAnsweredAsUnknownIs(String command, String foreign, String data) {
        assertThat(answer(command, data.replace("ID", foreign)))
                .isEqualTo(answer(command, data.replace("ID", "nobody-1234")));
        assertThat(world.service.sessions().find("media-ann-1")).isPresent();
        assertThat(world.service.connections().find("session-a")).isPresent();
    }

    @Test
    void somebodyElsesSession_isResumedAsUnknownIs_inWordsAndInTime() {
        var one = new Talk(world, "c3");
        var two = new Talk(world, "c4", "192.0.2.4");
        var foreign = (ObjectNode) one.resume("bob", "session-a", "wrong");
        var unknown = (ObjectNode) two.resume("bob", "session-x", "wrong");
        assertThat(foreign).isEqualTo(unknown);
        assertThat(Talk.error(foreign)).isEqualTo("invalid_session_id");
    }
}
