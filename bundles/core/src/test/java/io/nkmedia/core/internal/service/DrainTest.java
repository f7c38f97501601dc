package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** services.md §3.2: a service that drains takes nothing new, and lets go of nobody who is there. */
class DrainTest {
    private final World world = new World("{}");
    private final Talk ann = new Talk(world, "c1");
    private final String token = Talk.token(ann.login("ann", ",\"session_id\":\"session-a\""));

    private void drain() {
        ann.ask("media/session/create", "{\"type\":\"park\",\"session_id\":\"media-000001\"}");
        world.book.administration().stop("demo", Duration.ofSeconds(60), "test");
        world.time.run();
        assertThat(world.service.state()).isEqualTo(ServiceState.DRAINING);
    }

    @Test
    void whileItDrains_newLoginsAreRefused_andWhoseSocketBreaksComesBack() {
        drain();
        assertThat(Talk.error(new Talk(world, "c2").login("bob", ""))).isEqualTo("service_unavailable");
        ann.socket.lose(1006);
        world.time.run();
        assertThat(world.service.sessions().count()).isOne();
        var again = new Talk(world, "c3");
        var reply = again.resume("ann", "session-a", token);
        assertThat(reply.path("data").path("resumed").asBoolean()).isTrue();
        assertThat(again.ask("media/session/get_info", "{\"session_id\":\"media-000001\"}")
                        .path("result")
                        .asText())
                .isEqualTo("ok");
        assertThat(Talk.error(again.ask("media/session/create", "{\"type\":\"park\"}")))
                .isEqualTo("service_unavailable");
    }

    @Test
    void coreIsReplacedWhileItDrains_whoWaitsComesBack_andWhenTimeIsUpNobodyDoes() {
        drain();
        ann.socket.lose(1006);
        world.time.run();
        world.upgrade(List.of());
        assertThat(world.service.state()).isEqualTo(ServiceState.DRAINING);
        var again = new Talk(world, "c2");
        var next = Talk.token(again.resume("ann", "session-a", token));
        assertThat(next).isNotEmpty();
        again.socket.lose(1006);
        world.time.advance(Duration.ofSeconds(61));
        assertThat(world.service.state()).isEqualTo(ServiceState.STOPPED);
        assertThat(world.service.connections().find("session-a")).isEmpty();
        assertThat(Talk.error(new Talk(world, "c3").resume("ann", "session-a", next)))
                .isEqualTo("service_unavailable");
    }
}
