package io.nkmedia.runtime.internal;

import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.runtime.EngineSpec;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class StartTest {
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
    void instance_hasWhatItsFilesWereMadeOf() throws IOException {
        var instance = world.obtain(world.runtime(), world.sleeper(World.KEY));
        var record = world.record(World.KEY);
        assertThat(Files.readString(world.folder(World.KEY).engine().resolve("conf/engine.conf")))
                .isEqualTo("secret=" + instance.secrets().get("control") + " port="
                        + record.ports().get("control") + " rtp=20000-20399\n");
        assertThat(instance.addresses())
                .containsEntry("control", "127.0.0.1:" + record.ports().get("control"))
                .containsEntry("admin", "127.0.0.1:" + record.ports().get("admin"));
        assertThat(Path.of(instance.recordings().orElseThrow())).isDirectory();
        assertThat(instance.toString()).doesNotContain(instance.secrets().get("control"));
        assertThat(record.toString()).doesNotContain(instance.secrets().get("control"));
    }

    @Test
    void folder_isForItsOwnerOnly() throws IOException {
        world.obtain(world.runtime(), world.sleeper(World.KEY));
        try (var all = Files.walk(root.resolve("data"))) {
            for (var path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void eachStart_hasAFreshIdAndSecret() {
        var runtime = world.runtime();
        var first = world.obtain(runtime, world.sleeper(World.KEY));
        await(World.LIMIT, runtime.stop(World.KEY));
        var second = world.obtain(runtime, world.sleeper(World.KEY));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.secrets().get("control"))
                .isNotEqualTo(first.secrets().get("control"))
                .hasSizeGreaterThanOrEqualTo(22);
    }

    @Test
    void secret_isNeitherInEnvironmentNorInArguments_andVariablesOfTheControllerAreNotPassedOn() throws IOException {
        var instance = world.obtain(world.runtime(), world.sleeper(World.KEY));
        for (var leader : List.of(
                world.record(World.KEY).engine(), world.record(World.KEY).guard())) {
            var process = Path.of("/proc/" + leader.pid());
            var environment = Files.readString(process.resolve("environ"));
            var secret = instance.secrets().get("control");
            assertThat(environment).doesNotContain(secret).contains("PATH=");
            assertThat(environment.split("\0")).allMatch(entry -> entry.matches("(?s)(PATH|HOME|LANG|PWD|_)=.*"));
            assertThat(Files.readString(process.resolve("cmdline"))).doesNotContain(secret);
        }
    }

    @Test
    void engineAndGuard_leadTheirOwnSessions_withoutFilesOfTheController() throws IOException {
        world.obtain(world.runtime(), world.sleeper(World.KEY));
        for (var leader : List.of(
                world.record(World.KEY).engine(), world.record(World.KEY).guard())) {
            assertThat(Stat.of(leader.pid()).orElseThrow().session()).isEqualTo(leader.pid());
            try (var files = Files.list(Path.of("/proc/" + leader.pid() + "/fd"))) {
                for (var file : files.toList()) {
                    var target = Files.readSymbolicLink(file).toString();
                    assertThat(target).matches("/dev/null|" + root + "/.*");
                }
            }
        }
    }

    @Test
    void sameKeyAndEqualSpec_isTheSameInstance() {
        var runtime = world.runtime();
        var first = world.obtain(runtime, world.sleeper(World.KEY));
        assertThat(world.obtain(runtime, world.sleeper(World.KEY))).isEqualTo(first);
    }

    @Test
    void sameKeyAndAnotherSpec_replacesTheInstance_andNobodyIsToldThatItWasLost() {
        var runtime = world.runtime();
        var first = world.obtain(runtime, world.sleeper(World.KEY));
        var engine = world.record(World.KEY).engine();
        var second = world.obtain(
                runtime, world.spec(World.KEY, "sleep 1000 & wait", Map.of("options", Map.of("ipv6", true))));
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(World.alive(engine)).isFalse();
        assertThat(world.record(World.KEY).rtp()).contains(new Range(20000, 20399));
        assertThat(world.lost).isEmpty();
    }

    @Test
    void twoInstances_shareNoPort() {
        var runtime = world.runtime();
        var one = runtime.obtain(world.sleeper("demo/janus/0"), world.lost::add);
        var two = runtime.obtain(world.sleeper("demo/janus/1"), world.lost::add);
        var first = await(World.LIMIT, one);
        var second = await(World.LIMIT, two);
        assertThat(first.addresses().values())
                .doesNotContainAnyElementsOf(second.addresses().values());
        var range = world.record("demo/janus/0").rtp().orElseThrow();
        assertThat(range.overlaps(world.record("demo/janus/1").rtp().orElseThrow()))
                .isFalse();
    }

    @Test
    void engineThatEndsAtOnce_isStartedAgain_withOtherPorts() throws IOException {
        var script = "cat conf/engine.conf >> " + root + "/starts; [ $(wc -l < " + root
                + "/starts) -eq 3 ] || exit 1; sleep 1000 & wait";
        var instance = world.obtain(world.runtime(), world.spec(World.KEY, script, Map.of()));
        assertThat(Files.readAllLines(root.resolve("starts")))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .last()
                .asString()
                .contains(instance.secrets().get("control"));
    }

    @Test
    void engineThatNeverStarts_isReportedWithItsLastWords_butWithoutItsSecret() {
        var script = "echo first; echo refused: $(cat conf/engine.conf); exit 3";
        var runtime = world.runtime();
        assertThatThrownBy(() -> world.obtain(runtime, world.spec(World.KEY, script, Map.of())))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("fake ended with status 3")
                .hasMessageContaining("refused: secret=***");
        assertThat(world.folder(World.KEY).engine()).doesNotExist();
    }

    @Test
    void programThatIsNotThere_isNamed() {
        var engine = new EngineSpec("janus", List.of("janus-of-nowhere"), List.of(), Map.of(), List.of(), List.of(), 0);
        var config = new BackendConfig("janus", "janus", "auto", Map.of());
        assertThatThrownBy(() -> world.obtain(world.runtime(), new InstanceSpec(World.KEY, engine, config)))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessage("janus is not installed (looked for janus-of-nowhere on the PATH)");
    }

    @Test
    void file_thatWouldLieOutsideOfTheFolder_isRefused() {
        var engine = new EngineSpec("fake", List.of("sh"), List.of(), Map.of("../x", "text"), List.of(), List.of(), 0);
        var config = new BackendConfig("fake", "fake", "process", Map.of());
        assertThatThrownBy(() -> world.obtain(world.runtime(), new InstanceSpec(World.KEY, engine, config)))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("../x");
        assertThat(world.folder(World.KEY).home().resolve("x")).doesNotExist();
    }

    @Test
    void engineKilled_isToldOnceWithinASecond_andItsSecretsAreRemoved() {
        var told = new ConcurrentLinkedQueue<String>();
        await(World.LIMIT, world.runtime().obtain(world.sleeper(World.KEY), told::add));
        var engine = world.record(World.KEY).engine();
        long killed = System.nanoTime();
        ProcessHandle.of(engine.pid()).orElseThrow().destroyForcibly();
        eventually(World.LIMIT, "the notice", () -> !told.isEmpty());
        assertThat(System.nanoTime() - killed).isLessThan(1_000_000_000L);
        assertThat(told).singleElement().asString().contains("ended by signal 9");
        assertThat(world.folder(World.KEY).engine()).doesNotExist();
        assertThat(world.folder(World.KEY).home().resolve("instance.properties"))
                .doesNotExist();
        assertThat(world.folder(World.KEY).output()).exists();
        assertThat(world.processes()).isEmpty();
    }

    @Test
    void stopped_isGone_andNobodyIsToldThatItWasLost() {
        var runtime = world.runtime();
        world.obtain(runtime, world.sleeper(World.KEY));
        await(World.LIMIT, runtime.stop(World.KEY));
        assertThat(world.processes()).isEmpty();
        assertThat(world.folder(World.KEY).home()).doesNotExist();
        await(World.LIMIT, runtime.stop(World.KEY));
        assertThat(world.lost).isEmpty();
    }

    @Test
    void engineThatIgnoresTerm_isStoppedByForce_withItsChildren() {
        var runtime = world.runtime();
        world.obtain(runtime, world.spec(World.KEY, "trap '' TERM; while :; do sleep 1000; done", Map.of()));
        var engine = world.record(World.KEY).engine();
        await(World.LIMIT, runtime.stop(World.KEY));
        assertThat(World.alive(engine)).isFalse();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> Stat.of(process.pid())
                                .filter(stat -> stat.session() == engine.pid() && stat.running())
                                .isPresent()))
                .isEmpty();
    }

    @Test
    void stopAll_stopsThoseOfItsPrefixOnly() {
        var runtime = world.runtime();
        world.obtain(runtime, world.sleeper("demo/janus/0"));
        world.obtain(runtime, world.sleeper("demo2/janus/0"));
        var one = world.record("demo/janus/0").engine();
        var two = world.record("demo2/janus/0").engine();
        await(World.LIMIT, runtime.stopAll("demo/"));
        assertThat(World.alive(one)).isFalse();
        assertThat(World.alive(two)).isTrue();
    }
}
