package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever clients do in whatever order, and however often core is replaced meanwhile, nothing of them stays. */
class ConnectionPropertyTest {
    /** What can happen. */
    enum Step {
        CONNECT,
        LOGIN,
        WRONG_PASSWORD,
        RESUME,
        RESUME_AND_BREAK,
        WRONG_TOKEN,
        SUBSCRIBE,
        CREATE,
        SLOW_CREATE,
        ASK_OTHER,
        EVENT,
        NONSENSE,
        BREAK,
        LEAVE,
        LOGOUT,
        STOP_ANY,
        UPGRADE,
        UPGRADE_LOSING_SOCKETS,
        SECOND,
        HALF_A_MINUTE
    }

    /** The clients of one run; the last one that connected acts. */
    private static final class Clients {
        final World world = new World("{\"timeouts\": {\"ping_interval\": 20, \"resume\": 30}}");
        final List<Talk> all = new ArrayList<>();
        String sessionId = "";
        String token = "";
        int made;

        Talk last() {
            if (all.isEmpty() || !all.get(all.size() - 1).socket.isOpen()) {
                connect();
            }
            return all.get(all.size() - 1);
        }

        void connect() {
            // Each from an address of its own: nobody is to wait for somebody else's failures.
            made++;
            all.add(new Talk(world, "c" + made, "192.0.%d.%d".formatted(made / 200, made % 200 + 1)));
        }

        List<FakeConnection> open() {
            return all.stream()
                    .map(talk -> talk.socket)
                    .filter(FakeConnection::isOpen)
                    .toList();
        }
    }

    @Property(tries = 600)
    void anySequence_leavesNothing(@ForAll @Size(max = 40) List<Step> steps) {
        var clients = new Clients();
        var world = clients.world;
        for (var step : steps) {
            happens(step, clients);
            world.time.run();
            var sessions = new ArrayList<String>();
            world.service.connections().users().values().forEach(sessions::addAll);
            assertThat(sessions).as("after %s, each session once", step).doesNotHaveDuplicates();
        }
        clients.open().forEach(socket -> socket.lose(1006));
        world.time.run();
        world.time.advance(Duration.ofSeconds(35));
        assertThat(world.service.connections().count()).as("connections").isZero();
        assertThat(world.service.connections().users()).as("sessions").isEmpty();
        assertThat(world.service.events().patterns()).as("subscriptions").isZero();
        assertThat(world.service.sessions().count()).as("media sessions").isZero();
        assertThat(world.plugin.backend.legs).as("legs").isEmpty();
        // Media sessions that ended are remembered for 30 s.
        world.time.advance(Duration.ofSeconds(100));
        assertThat(world.time.waiting()).as("timers").isEmpty();
    }

    private static void happens(Step step, Clients clients) {
        var world = clients.world;
        var client = clients.last();
        switch (step) {
            case CONNECT -> clients.connect();
            case LOGIN -> loggedIn(clients, client.login("ann", ""));
            case WRONG_PASSWORD -> client.send("core/user/login", "{\"user\":\"ann\",\"password\":\"no\"}");
            case RESUME -> loggedIn(clients, client.resume("ann", clients.sessionId, clients.token));
            case RESUME_AND_BREAK -> {
                client.send(
                        "core/user/login",
                        "{\"user\":\"ann\",\"password\":\"pw\",\"session_id\":\"%s\",\"resume_token\":\"%s\"}"
                                .formatted(clients.sessionId, clients.token));
                client.socket.lose(1006);
            }
            case WRONG_TOKEN -> client.resume("ann", clients.sessionId, "wrong");
            case SUBSCRIBE ->
                client.ask("core/event/subscribe", "{\"class\":\"core\",\"subclass\":\"user\",\"obj_id\":\"ann\"}");
            case CREATE, SLOW_CREATE -> {
                world.plugin.backend.opening = Duration.ofSeconds(step == Step.CREATE ? 0 : 3);
                client.send("media/session/create", "{\"type\":\"park\",\"wait_reply\":true}");
            }
            case ASK_OTHER ->
                world.service.connections().ofUser("ann").stream()
                        .findFirst()
                        .ifPresent(entry -> entry.connection()
                                .ask("app", "core", "x", java.util.Map.of(), java.util.Optional.empty()));
            case EVENT ->
                world.service
                        .events()
                        .publish(io.nkmedia.api.Event.of("core", "user", "note", "ann", java.util.Map.of("x", 1)));
            case NONSENSE -> client.socket.receive("nonsense");
            case BREAK -> client.socket.lose(1006);
            case LEAVE -> client.socket.lose(1000);
            case LOGOUT -> client.send("core/user/logout", "{}");
            case STOP_ANY ->
                world.service.connections().ofUser("ann").stream()
                        .findFirst()
                        .ifPresent(entry ->
                                entry.connection().close(io.nkmedia.core.internal.connection.CloseCode.STOPPED));
            case UPGRADE -> {
                var open = clients.open();
                world.upgrade(open);
                open.forEach(world::attach);
            }
            case UPGRADE_LOSING_SOCKETS -> {
                world.upgrade(clients.open());
                clients.all.clear();
            }
            case SECOND -> world.time.advance(Duration.ofSeconds(1));
            case HALF_A_MINUTE -> world.time.advance(Duration.ofSeconds(30));
        }
    }

    private static void loggedIn(Clients clients, com.fasterxml.jackson.databind.JsonNode reply) {
        if (reply.path("result").asText().equals("ok")) {
            clients.sessionId = reply.path("data").path("session_id").asText();
            clients.token = Talk.token(reply);
        }
    }
}
