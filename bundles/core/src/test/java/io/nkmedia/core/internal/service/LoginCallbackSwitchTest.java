package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** services.md §2.2, {@code auth.callbacks}: whether programs decide about log-ins (docs/decisions/0030). */
class LoginCallbackSwitchTest {
    private final World world = new World("{}");
    private final Talk program = new Talk(world, "program", "198.51.100.1");

    private static String auth(World world, boolean callbacks) {
        var whole = world.document("{}");
        var users = whole.substring(whole.indexOf("\"users\""), whole.lastIndexOf("]}") + 1);
        return "{\"auth\":{\"callbacks\":" + callbacks + "," + users + "}}";
    }

    /** Whether the program is asked about somebody whom nobody knows; it lets that one in. */
    private boolean asked(String name) {
        program.socket.out.clear();
        var stranger = new Talk(world, name);
        stranger.ask("core/user/login", "{\"user\":\"eve\",\"password\":\"x\"}");
        var question = program.socket.out.stream()
                .filter(frame -> frame.contains("\"callback\""))
                .findFirst();
        question.ifPresent(frame -> program.socket.receive("{\"result\":\"ok\",\"data\":{\"authorized\":true},\"tid\":"
                + frame.replaceAll("^.*\"tid\":(\\d+).*$", "$1") + "}"));
        world.time.advance(Duration.ofSeconds(1));
        assertThat(stranger.reply(1).path("result").asText()).isEqualTo(question.isPresent() ? "ok" : "error");
        return question.isPresent();
    }

    @Test
    void switchedOff_programsAreNotAskedAboutLogins_theyStayRegistered_andAreAskedAgain() {
        program.login("admin", "");
        program.ask("core/callback/register", "{\"callback\":\"login\"}");
        assertThat(asked("c1")).isTrue();
        world.reconfigure(auth(world, false));
        assertThat(asked("c2")).isFalse();
        world.reconfigure(auth(world, true));
        assertThat(asked("c3")).isTrue();
    }

    @Test
    void registeredWhileItIsOff_isHarmless_andOtherCallbacksCount() {
        program.login("admin", "");
        world.reconfigure(auth(world, false));
        assertThat(program.ask("core/callback/register", "{\"callback\":\"login\"}")
                        .path("result")
                        .asText())
                .isEqualTo("ok");
        assertThat(asked("c1")).isFalse();
        program.ask("core/callback/register", "{\"callback\":\"session_start\"}");
        program.socket.out.clear();
        var ann = new Talk(world, "c2");
        ann.login("ann", "");
        ann.ask("media/session/create", "{\"type\":\"park\"}");
        assertThat(program.socket.out).anyMatch(frame -> frame.contains("\"cmd\":\"session_start\""));
    }
}
