package io.nkmedia.janus.internal;

import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.testing.backend.RealPool;
import io.nkmedia.testing.backend.RecordedEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a real Janus can prove: its configuration, its process, its numbers. */
@Tag("real")
final class RealJanusTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final RealPool pool = new RealPool();
    private LocalRuntime runtime;
    private JanusFixture janus;

    @BeforeEach
    void start() {
        runtime = new LocalRuntime(folder);
        janus = new JanusFixture(
                runtime, pool, pool, JanusFixture.config(Map.of("options", Map.of("ipv6", false))), Sockets.Real::new);
        ready();
    }

    @AfterEach
    void stop() {
        janus.close();
        runtime.close();
        pool.close();
    }

    private void ready() {
        eventually(LIMIT, "a ready backend", () -> janus.backend().info().state() == BackendState.READY);
    }

    @Test
    void configuration_isTakenWithoutAnErrorAndLoadsOnlyWhatIsUsed() {
        String log = runtime.log(runtime.running().get(0));

        assertThat(log.lines().filter(line -> line.contains("[ERR]") || line.contains("[FATAL]")))
                .isEmpty();
        assertThat(log.lines().filter(line -> line.contains("Loading plugin")).toList())
                .singleElement()
                .asString()
                .contains("libjanus_echotest.so");
        assertThat(janus.backend().info().version()).contains("1.1.2");
    }

    /** beside RTP nothing of an engine can be reached from elsewhere. */
    @Test
    void process_listensOnLoopbackOnly() throws IOException {
        long pid = runtime.running().get(0).process().pid();
        var list = new ProcessBuilder("ss", "-Hltnp").start();

        var listening = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("pid=" + pid + ","))
                .map(line -> line.split("\\s+")[3])
                .toList();

        assertThat(listening).hasSize(2).allMatch(address -> address.startsWith("127.0.0.1:"));
    }

    @Test
    void stats_areNormalized() {
        var leg = await(LIMIT, janus.backend().open(Requests.echo("session-stats"), new RecordedEvents()));

        var stats = await(LIMIT, leg.stats());

        assertThat(stats).containsKeys("audio", "video", "ice");
        assertThat(stats.get("audio"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsKeys("in", "out");
    }

    @Test
    void legOfAControllerThatDied_goesOnAtTheNext() {
        var before = await(LIMIT, janus.backend().open(Requests.echo("session-goes-on"), new RecordedEvents()));
        var engine = runtime.running().get(0);

        janus.crash();
        ready();
        var leg = await(LIMIT, janus.backend().reattach("session-goes-on", new RecordedEvents()));

        assertThat(leg.description().sdp()).isEqualTo(before.description().sdp());
        await(
                LIMIT,
                leg.update(new MediaUpdate(Optional.of(true), Optional.empty(), Optional.empty(), Optional.empty())));
        await(LIMIT, leg.reoffer(Requests.offer()));
        assertThat(AdminProbe.legs(engine)).containsExactly("session-goes-on");
        leg.release(StopReason.of(CoreError.USER_STOP));
        eventually(LIMIT, "the end of the leg", () -> AdminProbe.legs(engine).equals(List.of()));
        assertThat(runtime.running()).containsExactly(engine);
    }

    @Test
    void stoppedProcess_isFoundOutWithin16SecondsAndReplaced() throws IOException {
        var events = new RecordedEvents();
        await(LIMIT, janus.backend().open(Requests.echo("session-stopped"), events));
        var engine = runtime.running().get(0);

        new ProcessBuilder("kill", "-STOP", String.valueOf(engine.process().pid())).start();

        eventually(
                Duration.ofSeconds(16),
                "the end of the leg",
                () -> !events.ends().isEmpty());
        ready();
        assertThat(events.ends()).containsExactly(StopReason.of(CoreError.BACKEND_DOWN));
        assertThat(engine.process().isAlive()).isFalse();
        assertThat(runtime.running()).hasSize(1).doesNotContain(engine);
    }
}
