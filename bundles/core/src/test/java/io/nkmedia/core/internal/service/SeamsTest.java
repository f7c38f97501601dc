package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.hook.AccessDecision;
import io.nkmedia.api.hook.ApiRequest;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.SubscriptionRequest;
import io.nkmedia.core.internal.command.Administration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Where the parts of a service meet: start and hooks, other services and hooks, failed starts, good-byes. */
class SeamsTest {
    /** Refuses foreign events of one class, and remembers what it was asked. */
    private static final class Guard implements Authorizer {
        final List<SubscriptionRequest> asked = new ArrayList<>();

        @Override
        public CompletionStage<AccessDecision> subscription(SubscriptionRequest request) {
            asked.add(request);
            return (request.eventClass().equals("secret") ? AccessDecision.deny() : AccessDecision.pass()).now();
        }
    }

    @Test
    void aSubscriptionToAnotherServicesEvents_isDecidedByAuthorizers_whoHearWhichService() {
        var hall = new Hall();
        hall.world.other("sales", "{\"roles\":{\"service:demo\":{\"allow\":[\"core/event/subscribe:any\"]}}}");
        hall.world.other("shut", "{}");
        var guard = new Guard();
        hall.high.authorizers.add(guard);
        hall.changed();
        hall.login("admin", "pw");
        assertThat(hall.ask("admin", "core/event/subscribe", "{\"class\":\"app\",\"service\":\"sales\"}"))
                .contains("\"ok\"");
        assertThat(hall.ask("admin", "core/event/subscribe", "{\"class\":\"secret\",\"service\":\"sales\"}"))
                .contains("\"unauthorized\"");
        assertThat(hall.ask("admin", "core/event/subscribe", "{\"class\":\"app\"}"))
                .contains("\"ok\"");
        assertThat(guard.asked)
                .extracting(SubscriptionRequest::service)
                .containsExactly(Optional.of("sales"), Optional.of("sales"), Optional.empty());
        // What the other one doesn't give, nobody here can give.
        assertThat(hall.ask("admin", "core/event/subscribe", "{\"class\":\"app\",\"service\":\"shut\"}"))
                .contains("\"service_not_found\"");
        assertThat(guard.asked).hasSize(3);
    }

    @Test
    void theCallbackSubscribe_hearsWhichServiceIsMeant() {
        var world = new World("{}");
        world.other("sales", "{\"roles\":{\"service:demo\":{\"allow\":[\"core/event/subscribe:any\"]}}}");
        var program = new Talk(world, "program", "198.51.100.1");
        program.login("admin", "");
        program.ask("core/callback/register", "{\"callback\":\"subscribe\"}");
        var max = new Talk(world, "c2");
        max.login("max", "");
        max.ask("core/event/subscribe", "{\"class\":\"app\",\"service\":\"sales\"}");
        var question = program.socket.out.stream()
                .filter(frame -> frame.contains("\"cmd\":\"subscribe\""))
                .findFirst()
                .orElseThrow();
        assertThat(question).contains("\"service\":\"sales\"");
        program.socket.receive("{\"result\":\"ok\",\"data\":{\"allow\":false},\"tid\":"
                + question.replaceAll("^.*\"tid\":(\\d+).*$", "$1") + "}");
        world.time.run();
        assertThat(Talk.error(max.reply(max.lastTid()))).isEqualTo("unauthorized");
    }

    @Test
    void coreIsReplaced_requestsWaitUntilPluginsHaveStarted_evenIfAProgramRegistersAgainBefore() {
        var hall = new Hall();
        var program = hall.client("admin");
        hall.login("admin", "pw");
        hall.ask("admin", "core/callback/register", "{\"callback\":\"session_start\"}");
        var started = new CompletableFuture<Void>();
        hall.high.starting = started;
        hall.world.upgrade(List.of(program));
        hall.world.attach(program);
        assertThat(hall.ask("admin", "core/user/list", "{}")).isEmpty();
        // Only now it knows whom it lets do what.
        hall.high.authorizers.add(new Authorizer() {
            @Override
            public CompletionStage<AccessDecision> command(ApiRequest request) {
                return AccessDecision.deny().now();
            }
        });
        started.complete(null);
        hall.world.time.run();
        assertThat(hall.heard("admin")).contains("\"unauthorized\"");
    }

    @Test
    void aServiceThatCanNotStart_isLetGoOf_withItsPlugins() {
        var world = new World("{}");
        world.book.load("late", "{broken", Map.of());
        world.listeners.taken.add(9010);
        int stopped = world.plugin.stops;
        var config = Map.<String, Object>of(
                "plugins", List.of("fake"), "listeners", List.of(Map.of("url", "ws://127.0.0.1:9010")));
        var update = world.book
                .administration()
                .update(new Administration.Change("late", config, true, false, Optional.empty()), "test");
        world.time.run();
        assertThat(update.toCompletableFuture()).isCompletedExceptionally();
        assertThat(world.plugin.stops).isEqualTo(stopped + 1);
        assertThat(world.listeners.urls("late")).isEmpty();
    }

    @Test
    void aSocketThatIsClosedBecauseTheServiceStops_isToldWhenToComeBack() {
        var world = new World("{}");
        var talk = new Talk(world, "c1");
        assertThat(talk.socket.attachment().farewell(1001, "going away").orElseThrow())
                .contains("\"code\":1001")
                .contains("\"reconnect_after_ms\":500");
        assertThat(talk.socket.attachment().farewell(1013, "full").orElseThrow())
                .contains("\"reconnect_after_ms\":5000");
        assertThat(talk.socket.attachment().farewell(4410, "stopped").orElseThrow())
                .doesNotContain("reconnect_after_ms");
    }

    @Test
    void rolesOfAListenerChangedLive_holdForTheNextLogin_andForWhoeverComesBack() {
        var world = new World("{}");
        var ann = new Talk(world, "c1");
        ann.socket.attributes = Map.of("service", "demo", "roles", "user,manager");
        var token = Talk.token(ann.login("ann", ",\"session_id\":\"session-a\""));
        // The gateway gives a connection what its listener has now.
        ann.socket.attributes = Map.of("service", "demo", "roles", "admin");
        assertThat(ann.ask("core/event/get_subscriptions", "{}").path("result").asText())
                .isEqualTo("ok");
        ann.socket.lose(1006);
        world.time.run();
        var again = new Talk(world, "c2");
        again.socket.attributes = Map.of("service", "demo", "roles", "admin");
        again.resume("ann", "session-a", token);
        world.time.advance(Duration.ofSeconds(1));
        assertThat(Talk.error(again.reply(again.lastTid()))).isEqualTo("unauthorized");
        assertThat(world.service.connections().find("session-a")).isPresent();
        var elsewhere = new Talk(world, "c3");
        assertThat(elsewhere.resume("ann", "session-a", token).path("result").asText())
                .isEqualTo("ok");
    }
}
