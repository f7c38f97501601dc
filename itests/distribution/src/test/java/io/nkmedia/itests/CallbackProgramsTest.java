package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * External programs, in another language, register for the callbacks {@code login} and {@code allow} and decide; two of
 * them share the load.
 */
class CallbackProgramsTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private Distribution server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.find();
        server = Distribution.unpack("callbacks");
        server.service(
                "demo", TestServices.service("demo", "\"listeners\": [{\"url\": \"tcp://127.0.0.1:" + port + "\"}]"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Program program() throws IOException {
        var program = Program.start(
                Program.root(),
                "python3",
                "examples/clients/callback_authority.py",
                "127.0.0.1",
                String.valueOf(port),
                "admin",
                TestServices.PASSWORD);
        program.await("ready");
        return program;
    }

    private TestClient login(String user, String password) {
        return TestClient.login(http, server.httpPort(), "demo", user, password);
    }

    private static long logins(Program program) {
        return program.lines().stream()
                .filter(line -> line.startsWith("login "))
                .count();
    }

    @Test
    void twoPrograms_decideAboutLogInsAndCommands_shareTheLoad_andStandInForEachOther() throws IOException {
        try (var one = program();
                var other = program()) {
            for (int i = 0; i < 10; i++) {
                login("eve" + i, "open sesame").close();
            }
            assertThat(Stream.of(logins(one), logins(other))).containsExactly(5L, 5L);
            assertThatThrownBy(() -> login("eve", "wrong"))
                    .isInstanceOfSatisfying(
                            TestClient.Refused.class, e -> assertThat(e.name()).isEqualTo("unauthorized"));

            var eve = login("eve", "open sesame");
            var boss = login("eve.manager", "open sesame");
            assertThat(boss.call("core/user/list", Map.of()).has("eve")).isTrue();
            assertThatThrownBy(() -> eve.call("core/user/list", Map.of())).hasMessageContaining("unauthorized");
            assertThat(eve.call("media/session/get_list", Map.of())).isEmpty();
            assertThat(Stream.of(one, other).flatMap(program -> program.lines().stream()))
                    .contains("login eve no", "allow eve.manager yes", "allow eve no");

            // A newer core: the programs' connections, and what they have registered for, are handed over.
            server.bundleUpdate("io.nkmedia.core", NewerBuild.of(server.jar("io.nkmedia.core")));
            Eventually.eventually("the new core serves", Duration.ofSeconds(20), () -> answers(boss));
            assertThatThrownBy(() -> eve.callAgain("core/user/list", Map.of())).hasMessageContaining("unauthorized");
            long before = logins(one) + logins(other);
            login("after", "open sesame").close();
            assertThat(logins(one) + logins(other)).isEqualTo(before + 1);

            one.kill();
            for (int i = 0; i < 3; i++) {
                login("solo" + i, "open sesame").close();
            }
            assertThat(other.lines()).contains("login solo0 yes", "login solo1 yes", "login solo2 yes");
        }
        Eventually.eventually(
                "nobody decides any more: strangers stay outside",
                Duration.ofSeconds(20),
                () -> refused("eve", "open sesame"));
        login("user", TestServices.PASSWORD).close();
    }

    private static boolean answers(TestClient client) {
        try {
            client.callAgain("core/core/ping", Map.of());
            return true;
        } catch (TestClient.Refused notYet) {
            return false;
        }
    }

    private boolean refused(String user, String password) {
        try {
            login(user, password).close();
            return false;
        } catch (TestClient.Refused refused) {
            return refused.name().equals("unauthorized");
        }
    }
}
