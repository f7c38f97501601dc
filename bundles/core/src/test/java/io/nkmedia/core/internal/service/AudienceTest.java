package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.Event;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** services.md §6: how a service is run is for administrators and monitors. */
class AudienceTest {
    private final World world = new World("{}");

    static Stream<Arguments> usersAndWhatTheyHear() {
        return Stream.of(Arguments.of("admin", 2), Arguments.of("mo", 2), Arguments.of("max", 0));
    }

    @ParameterizedTest
    @MethodSource("usersAndWhatTheyHear")
    void eventsOfTheHouse_areHeardByThoseWhoRunIt(String user, int heard) {
        var talk = new Talk(world, "c1");
        talk.login(user, "");
        talk.ask("core/event/subscribe", "{\"class\":\"core\",\"subclass\":\"backend\"}");
        talk.ask("core/event/subscribe", "{\"class\":\"core\",\"subclass\":\"service\"}");
        world.service.publish(Event.of("core", "backend", "state", "fake1", Map.of()));
        world.service.publish(Event.of("core", "service", "state", "demo", Map.of()));
        world.time.run();
        assertThat(talk.events()).hasSize(heard);
    }

    @Test
    void subscriptionsToAnObjectOfOnesOwn_endWithIt() {
        var talk = new Talk(world, "c1");
        talk.login("ann", "");
        talk.ask("media/session/create", "{\"type\":\"park\",\"session_id\":\"media-000001\"}");
        talk.ask("core/event/subscribe", "{\"class\":\"media\",\"subclass\":\"session\",\"obj_id\":\"media-000001\"}");
        int patterns = world.service.events().patterns();
        talk.send("media/session/destroy", "{\"session_id\":\"media-000001\"}");
        talk.send(
                "core/event/subscribe",
                "{\"class\":\"media\",\"subclass\":\"session\",\"obj_id\":\"media-000001\",\"type\":\"status\"}");
        world.time.run();
        assertThat(talk.ask("core/event/get_subscriptions", "{}").path("data")).hasSize(2);
        assertThat(world.service.events().patterns()).isLessThan(patterns);
    }

    @Test
    void eachCommand_isDescribed_toThoseWhoMayCallIt() {
        var talk = new Talk(world, "c1");
        talk.login("admin", "");
        var commands = talk.ask("core/api/describe", "{}").path("data").path("commands");
        assertThat(commands)
                .extracting(command -> command.path("class").asText() + "/"
                        + command.path("subclass").asText() + "/"
                        + command.path("cmd").asText())
                .contains(
                        "core/core/ping",
                        "core/core/event",
                        "core/user/login",
                        "core/user/logout",
                        "core/user/list",
                        "core/user/get",
                        "core/user/send_event",
                        "core/session/stop",
                        "core/session/send_event",
                        "core/session/get_list",
                        "core/session/get",
                        "core/session/log",
                        "core/session/cmd",
                        "core/event/subscribe",
                        "core/event/unsubscribe",
                        "core/event/get_subscriptions",
                        "core/event/send",
                        "core/event/send_event",
                        "core/callback/register",
                        "core/api/describe",
                        "media/session/create")
                .doesNotHaveDuplicates();
        assertThat(commands).allSatisfy(command -> {
            assertThat(command.path("description").asText()).isNotEmpty();
            assertThat(command.path("reply").asText()).isNotEmpty();
            assertThat(command.path("fields"))
                    .allSatisfy(field -> assertThat(field.path("description").asText())
                            .as("%s of %s", field, command)
                            .isNotEmpty());
        });
    }
}
