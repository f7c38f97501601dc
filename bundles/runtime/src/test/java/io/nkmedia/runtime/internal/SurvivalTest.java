package io.nkmedia.runtime.internal;

import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class SurvivalTest {
    @TempDir
    Path root;

    private World world;

    @BeforeEach
    void open() {
        world = new World(root);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void bundleReplaced_keepsTheInstance_andTheNextRuntimeTellsWhenItIsLost() {
        var before = world.runtime();
        var first = world.obtain(before, world.sleeper(World.KEY));
        world.replace(before);
        var after = world.runtime();
        assertThat(world.obtain(after, world.sleeper(World.KEY))).isEqualTo(first);
        assertThat(world.lost).isEmpty();
        long killed = System.nanoTime();
        ProcessHandle.of(world.record(World.KEY).engine().pid()).orElseThrow().destroyForcibly();
        eventually(World.LIMIT, "the notice", () -> !world.lost.isEmpty());
        assertThat(System.nanoTime() - killed).isLessThan(1_000_000_000L);
        assertThat(world.lost).hasSize(1);
    }

    @Test
    void bundleReplaced_anotherSpecAfterwards_replacesTheInstance() {
        var before = world.runtime();
        world.obtain(before, world.sleeper(World.KEY));
        var engine = world.record(World.KEY).engine();
        world.replace(before);
        world.obtain(world.runtime(), world.spec(World.KEY, "sleep 1000 & wait", Map.of("version", "2")));
        assertThat(World.alive(engine)).isFalse();
    }

    @Test
    void bundleReplaced_portsOfTheInstancesOnDiskStayTaken() {
        var before = world.runtime();
        world.obtain(before, world.sleeper("demo/janus/0"));
        world.replace(before);
        world.obtain(world.runtime(), world.sleeper("demo/janus/1"));
        assertThat(world.record("demo/janus/1").rtp()).contains(new Range(20400, 20799));
    }

    @Test
    void frameworkStops_stopsAllInstances() {
        var runtime = world.runtime();
        world.obtain(runtime, world.sleeper("demo/janus/0"));
        world.obtain(runtime, world.sleeper("demo/janus/1"));
        world.stopFramework(runtime);
        assertThat(world.processes()).isEmpty();
    }

    @Test
    void engineOfADeadController_isGivenToWhoeverAsksForTheSame() {
        var before = world.runtime(World.dead(), World.QUICK);
        var first = world.obtain(before, world.sleeper(World.KEY));
        world.replace(before);
        var after = world.runtime(World.self(), World.IMPATIENT);
        assertThat(world.obtain(after, world.sleeper(World.KEY))).isEqualTo(first);
        assertThat(world.record(World.KEY).controller()).isEqualTo(World.self());
        // Asked for: it outlives the time for that, and its end is told.
        long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        eventually(World.LIMIT, "the time to pass", () -> System.nanoTime() > until);
        assertThat(world.lost).isEmpty();
        ProcessHandle.of(world.record(World.KEY).engine().pid()).orElseThrow().destroyForcibly();
        eventually(World.LIMIT, "the notice", () -> !world.lost.isEmpty());
    }

    @Test
    void engineOfADeadController_ofAnotherSpec_isReplaced() {
        var before = world.runtime(World.dead(), World.QUICK);
        world.obtain(before, world.sleeper(World.KEY));
        var engine = world.record(World.KEY).engine();
        world.replace(before);
        world.obtain(world.runtime(), world.spec(World.KEY, "sleep 1000 & wait", Map.of("version", "2")));
        assertThat(World.alive(engine)).isFalse();
        assertThat(world.lost).isEmpty();
    }

    @Test
    void engineOfADeadController_thatNobodyAsksFor_isStopped() {
        var before = world.runtime(World.dead(), World.QUICK);
        world.obtain(before, world.sleeper(World.KEY));
        var record = world.record(World.KEY);
        world.replace(before);
        world.runtime(World.self(), World.IMPATIENT);
        eventually(
                World.LIMIT,
                "the end of engine, guard and secrets",
                () -> !World.alive(record.engine())
                        && !World.alive(record.guard())
                        && !Files.exists(world.folder(World.KEY).engine()));
    }

    @Test
    void engineOfADeadController_goesOnUnderTheRenewedLease() {
        var before = world.runtime(World.dead(), World.SHORT_LEASE);
        world.obtain(before, world.sleeper(World.KEY));
        var record = world.record(World.KEY);
        world.replace(before);
        world.runtime(World.self(), World.SHORT_LEASE);
        long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        eventually(World.LIMIT, "5 s to pass", () -> {
            assertThat(World.alive(record.engine())).isTrue();
            return System.nanoTime() > until;
        });
    }

    @Test
    void engineThatDiedWithItsController_isReplaced_andNothingOfItIsLeft() {
        var before = world.runtime(World.dead(), World.QUICK);
        var first = world.obtain(before, world.sleeper(World.KEY));
        var record = world.record(World.KEY);
        world.replace(before);
        ProcessHandle.of(record.engine().pid()).orElseThrow().destroyForcibly();
        eventually(World.LIMIT, "its end", () -> !World.alive(record.engine()));
        assertThat(world.obtain(world.runtime(), world.sleeper(World.KEY)).id()).isNotEqualTo(first.id());
        assertThat(World.alive(record.guard())).isFalse();
    }

    @Test
    void instanceOfAControllerThatDiesLater_isStoppedBeforeItsKeyIsStartedAgain() throws IOException {
        var controller = Launch.startSilent(List.of("sleep", "1000"));
        var mine = world.runtime();
        InstanceRecord record;
        try {
            var other = world.runtime(World.leader(controller.pid()), World.QUICK);
            world.obtain(other, world.sleeper(World.KEY));
            world.replace(other);
            record = world.record(World.KEY);
            world.obtain(mine, world.sleeper("demo/janus/1"));
            assertThat(World.alive(record.engine())).isTrue();
        } finally {
            controller.destroyForcibly();
        }
        eventually(World.LIMIT, "the death of the controller", () -> !World.alive(record.controller()));
        var instance = world.obtain(mine, world.sleeper(World.KEY));
        assertThat(instance.id()).isNotEqualTo(record.id());
        assertThat(World.alive(record.engine())).isFalse();
        assertThat(World.alive(record.guard())).isFalse();
    }

    @Test
    void instanceOfAnotherControllerThatLives_isNeverTouched() throws IOException {
        var controller = Launch.startSilent(List.of("sleep", "1000"));
        try {
            var before = world.runtime(World.leader(controller.pid()), World.QUICK);
            world.obtain(before, world.sleeper(World.KEY));
            var engine = world.record(World.KEY).engine();
            var mine = world.runtime();
            assertThatThrownBy(() -> world.obtain(mine, world.sleeper(World.KEY)))
                    .isInstanceOf(RuntimeUnavailable.class)
                    .hasMessageContaining("another controller");
            await(World.LIMIT, mine.stop(World.KEY));
            assertThat(World.alive(engine)).isTrue();
            world.obtain(mine, world.sleeper("demo/janus/1"));
            assertThat(world.record("demo/janus/1").rtp()).contains(new Range(20400, 20799));
        } finally {
            controller.destroyForcibly();
        }
    }

    @Test
    void leaseNotRenewed_guardEndsTheEngineByForceAndRemovesItsSecrets() {
        var runtime = world.runtime(World.self(), World.UNRENEWED);
        world.obtain(runtime, world.spec(World.KEY, "trap '' TERM; while :; do sleep 1000; done", Map.of()));
        var record = world.record(World.KEY);
        world.replace(runtime);
        eventually(
                World.LIMIT,
                "the end of engine and guard",
                () -> !World.alive(record.engine()) && !World.alive(record.guard()));
        assertThat(world.folder(World.KEY).engine()).doesNotExist();
        assertThat(world.folder(World.KEY).home().resolve("instance.properties"))
                .doesNotExist();
    }

    @Test
    void leaseRenewed_guardLetsTheEngineLive_andEndsWithIt() {
        var runtime = world.runtime(World.self(), World.SHORT_LEASE);
        world.obtain(runtime, world.sleeper(World.KEY));
        var record = world.record(World.KEY);
        long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        eventually(World.LIMIT, "5 s to pass", () -> {
            assertThat(World.alive(record.engine())).isTrue();
            return System.nanoTime() > until;
        });
        world.replace(runtime);
        ProcessHandle.of(record.engine().pid()).orElseThrow().destroyForcibly();
        eventually(World.LIMIT, "the end of the guard", () -> !World.alive(record.guard()));
    }

    @Test
    void guardKilled_isReplaced() {
        world.obtain(world.runtime(), world.sleeper(World.KEY));
        var guard = world.record(World.KEY).guard();
        ProcessHandle.of(guard.pid()).orElseThrow().destroyForcibly();
        eventually(World.LIMIT, "another guard", () -> {
            var now = world.record(World.KEY).guard();
            return !now.equals(guard) && World.alive(now);
        });
    }
}
