package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code ./nkmedia stop}: what runs may end, nothing new begins meanwhile, and afterwards nothing is left. */
class StopTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Duration TEARDOWN = Duration.ofSeconds(3);

    /** More of them by hand: {@code -Dstop.loops=20}. */
    private static final int LOOPS = Integer.getInteger("stop.loops", 3);

    private final HttpClient http = HttpClient.newHttpClient();
    private House house;

    @BeforeEach
    void build() throws IOException {
        house = House.build("stop");
    }

    @AfterEach
    void leaveNothing() throws IOException {
        house.done(0, "stop", "--now");
    }

    private TestClient login() {
        return TestClient.login(http, house.httpPort(), "demo", "admin", House.PASSWORD);
    }

    @Test
    void stop_waitsForSessions_showsHowMany_andCanBeCalledOff() throws IOException {
        house.done(0, "run");
        // No media come: the sessions must not end for that while this goes on.
        house.done(0, "shell", "nkmedia:service-set demo media.media_start=300");
        var client = login();
        TestSessions.pair(client, client);
        var session = TestSessions.echo(client);

        var stop = house.nkmedia("stop");
        stop.await("3 sessions left, the oldest since ");
        assertThatThrownBy(this::login).isInstanceOfSatisfying(TestClient.Refused.class, this::comeBackLater);
        stop.interrupt();
        assertThat(stop.end(LIMIT)).isEqualTo(130);
        assertThat(stop.lines()).anyMatch(line -> line.contains("called off"));
        login().close();

        var again = house.nkmedia("stop", "--drain", "60s");
        again.await("3 sessions left");
        assertThatThrownBy(() -> TestSessions.echo(client))
                .isInstanceOfSatisfying(TestClient.Refused.class, this::comeBackLater);
        assertThat(client.call("media/session/get_info", Map.of("session_id", session))
                        .path("state")
                        .asText())
                .isEqualTo("ready");
        client.call("media/session/destroy", Map.of("session_id", session));
        again.await("2 sessions left");
        client.close();
        assertThat(again.end(LIMIT)).isZero();
        assertThat(again.lines()).contains("no session left", "stopped");
        nothingIsLeft();
    }

    @Test
    void stop_atItsLimit_andNow_endsWhatIsLeft() throws IOException {
        house.done(0, "run");
        var client = login();
        TestSessions.echo(client);
        assertThat(house.done(0, "stop", "--drain", "1s")).anyMatch(line -> line.contains("1 session left after 1 s"));
        assertThat(client.closed()).succeedsWithin(LIMIT).isEqualTo(1001);
        nothingIsLeft();

        for (int loop = 0; loop < LOOPS; loop++) {
            var before = house.files();
            house.done(0, "run");
            TestSessions.echo(login());
            house.done(0, "stop", "--now");
            nothingIsLeft();
            assertThat(house.files()).as("files after start and stop %d", loop).isEqualTo(before);
        }
    }

    private void comeBackLater(TestClient.Refused refused) {
        assertThat(refused.name()).isEqualTo("service_unavailable");
        assertThat(refused.data().path("retry_after_ms").asInt()).isPositive();
    }

    private void nothingIsLeft() throws IOException {
        // A process that has ended keeps its folder for some moments more.
        Eventually.eventually(
                "no process is left", TEARDOWN, () -> house.processes().isEmpty());
        for (int port : new int[] {house.httpPort(), house.sshPort()}) {
            assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
        }
        assertThat(house.files())
                .noneMatch(
                        file -> file.contains("instances/") || file.startsWith("tmp/") && !file.equals("tmp/README"));
        assertThat(house.done(1, "status")).contains("not running");
    }
}
