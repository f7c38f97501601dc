package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.hook.LoginDecision;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * protocol.md §4.1, A-27: who guesses is limited, by address and by name; who comes with a good token, or comes back to
 * a session, is in nobody's way, however many others do so from the same address.
 */
class LoginLimitTest {
    private static final int MANY = 1000;

    private final Hall hall = new Hall();
    private final World world = hall.world;

    private Talk talk(String name) {
        return new Talk(world, name, "198.51.100.7");
    }

    private void wrongLogins(int count) {
        for (int i = 0; i < count; i++) {
            talk("wrong-" + i).ask("core/user/login", "{\"user\":\"nobody-" + i + "\",\"password\":\"no\"}");
            world.time.advance(Duration.ofMillis(100));
        }
    }

    /** From now on a plugin decides about all, when the future completes. */
    private CompletableFuture<LoginDecision> slowPlugin() {
        var decision = new CompletableFuture<LoginDecision>();
        hall.high.authenticators.add(credentials -> decision);
        hall.changed();
        return decision;
    }

    private static void allAreIn(List<Talk> clients) {
        assertThat(clients)
                .allSatisfy(each -> assertThat(
                                each.reply(each.lastTid()).path("result").asText())
                        .isEqualTo("ok"));
    }

    @Test
    void aThousandTokensAtOnce_fromOneAddress_allComeIn_howeverLongTheDecisionTakes() {
        var decision = slowPlugin();
        var clients = IntStream.range(0, MANY).mapToObj(i -> talk("c" + i)).toList();
        clients.forEach(each -> each.ask("core/user/login", "{\"token\":\"good\"}"));
        decision.complete(LoginDecision.accept("eve", Set.of("user")));
        world.time.run();
        allAreIn(clients);
    }

    @Test
    void aThousandComeBackAtOnce_fromOneAddress_whereOthersHaveFailed_andAllGoOn() {
        var tokens = IntStream.range(0, MANY)
                .mapToObj(i -> {
                    var first = talk("first-" + i);
                    var token = Talk.token(first.login("ann", ",\"session_id\":\"session-" + i + "\""));
                    first.socket.lose(1006);
                    return token;
                })
                .toList();
        world.time.run();
        wrongLogins(10);
        assertThat(Talk.error(talk("new").login("ann", ""))).isEqualTo("too_many_requests");
        var decision = slowPlugin();
        var clients = IntStream.range(0, MANY)
                .mapToObj(i -> {
                    var again = talk("again-" + i);
                    again.resume("ann", "session-" + i, tokens.get(i));
                    return again;
                })
                .toList();
        decision.complete(LoginDecision.pass());
        world.time.run();
        allAreIn(clients);
    }

    @Test
    void wrongTokensWithoutAName_shutNobodyOutElsewhere() {
        for (int i = 0; i < 10; i++) {
            talk("wrong-" + i).ask("core/user/login", "{\"token\":\"wrong\"}");
        }
        world.time.advance(Duration.ofMillis(100));
        assertThat(Talk.error(talk("here").ask("core/user/login", "{\"token\":\"wrong\"}")))
                .isEqualTo("too_many_requests");
        var there = new Talk(world, "there", "198.51.100.8");
        assertThat(there.ask("core/user/login", "{\"token\":\"wrong\"}").isMissingNode())
                .isTrue();
    }

    @Test
    void aResumeToken_isNoWayToGuessPasswords() {
        var first = talk("first");
        var token = Talk.token(first.login("ann", ",\"session_id\":\"session-a\""));
        first.socket.lose(1006);
        world.time.run();
        for (int i = 0; i < 10; i++) {
            talk("c" + i).ask("core/user/login", guess("ann", token));
        }
        world.time.advance(Duration.ofMillis(100));
        assertThat(Talk.error(talk("c10").ask("core/user/login", guess("ann", token))))
                .isEqualTo("too_many_requests");
        for (int i = 0; i < 10; i++) {
            talk("d" + i).ask("core/user/login", guess("bob", token));
        }
        world.time.advance(Duration.ofMillis(100));
        assertThat(Talk.error(new Talk(world, "bob", "198.51.100.8").login("bob", "")))
                .isEqualTo("too_many_requests");
    }

    private static String guess(String user, String token) {
        return "{\"user\":\"%s\",\"password\":\"no\",\"session_id\":\"session-a\",\"resume_token\":\"%s\"}"
                .formatted(user, token);
    }
}
