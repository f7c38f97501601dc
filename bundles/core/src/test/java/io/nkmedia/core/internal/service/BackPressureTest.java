package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** protocol.md §3: what can't run now isn't read, and the order stays. */
class BackPressureTest {
    private static String ping(int tid) {
        return "{\"class\":\"core\",\"subclass\":\"core\",\"cmd\":\"ping\",\"tid\":" + tid + "}";
    }

    @Test
    void moreThan64WaitingFrames_pauseTheSocket_untilTheyAreHandled() {
        var world = new World("{}");
        var client = world.connect("c1", "192.0.2.1");
        client.busy();
        for (int i = 1; i <= 65; i++) {
            client.receive(ping(i));
        }
        assertThat(client.out).containsExactly("pause");
        client.out.clear();
        world.time.run();
        assertThat(client.out).contains("resume").hasSize(66);
    }

    @Test
    void oneMebiOfWaitingFrames_pausesTheSocket() {
        var world = new World("{}");
        var client = world.connect("c1", "192.0.2.1");
        client.busy();
        for (int i = 1; i <= 5; i++) {
            client.receive(ping(i) + " ".repeat(250_000));
        }
        assertThat(client.out).containsExactly("pause");
    }

    @Test
    void framesReadBeforeThePause_beginInOrder_whenASlotIsFree() {
        var world = new World("{\"limits\": {\"max_in_flight\": 1}}");
        var client = world.connect("c1", "192.0.2.1");
        client.receive("{\"class\":\"core\",\"subclass\":\"user\",\"cmd\":\"login\",\"tid\":1,"
                + "\"data\":{\"user\":\"ann\",\"password\":\"wrong\"}}");
        client.receive(ping(2));
        client.receive(ping(3));
        world.time.run();
        assertThat(client.out).containsExactly("pause");
        client.out.clear();
        world.time.advance(java.time.Duration.ofSeconds(1));
        world.time.run();
        assertThat(client.out.stream().filter(frame -> frame.contains("\"tid\"")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("unauthorized"),
                        second -> assertThat(second).contains("\"tid\":2"),
                        third -> assertThat(third).contains("\"tid\":3"));
    }
}
