package io.nkmedia.runtime.internal;

import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nkmedia.api.runtime.EngineSpec;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.testing.docker.DockerDaemon;
import io.nkmedia.testing.docker.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Containers of a real Docker engine; small shell scripts as media engines. */
@Tag("real")
class DockerTest {
    private static final String IMAGE = "nkmedia/shell:1";
    private static final String SLEEP = "trap 'exit 0' TERM; sleep 1000 & wait";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static DockerDaemon docker;

    @TempDir
    Path folder;

    private World world;

    /** Each test says why: a class that ends before its first test leaves no trace in the report. */
    private static TestAbortedException skipped;

    @BeforeAll
    static void daemon() {
        try {
            docker = DockerDaemon.started();
            docker.image(IMAGE, List.of("/bin/sh", "/bin/sleep", "/bin/cat", "/usr/bin/id"));
        } catch (TestAbortedException e) {
            skipped = e;
        }
    }

    @AfterAll
    static void end() {
        if (docker != null) {
            docker.close();
        }
    }

    @BeforeEach
    void begin() {
        world = new World(folder);
        if (skipped != null) {
            throw skipped;
        }
    }

    @AfterEach
    void nothingIsLeft() {
        world.close();
        if (docker != null) {
            assertThat(docker.containers()).isEmpty();
        }
    }

    private static InstanceSpec spec(String runtime, String script, Map<String, Object> settings) {
        var all = new HashMap<String, Object>(
                Map.of("image", IMAGE, "docker_host", docker.host(), "runtime", runtime, "binary", "/bin/sh"));
        all.putAll(settings);
        var engine = new EngineSpec(
                "fake",
                List.of("sh"),
                List.of("-c", script),
                Map.of("engine.conf", "secret=${secret.api}"),
                List.of("control"),
                List.of("api"),
                10);
        return new InstanceSpec(World.KEY, engine, new BackendConfig("fake", "janus", runtime, all));
    }

    private Instance obtain(Instances runtime, InstanceSpec spec) {
        return await(LIMIT, runtime.obtain(spec, world.lost::add));
    }

    private static String only() {
        assertThat(docker.containers()).hasSize(1);
        return docker.containers().get(0);
    }

    private static String inspect(String format) {
        return docker.docker("inspect", "--format", format, only()).strip();
    }

    @Test
    void container_mayDoLittle_andItsSecretIsInItsFileOnly() throws IOException {
        var runtime = world.runtime();
        var instance = obtain(runtime, spec("docker", "cat engine.conf; id -u; " + SLEEP, Map.of("cpu", 0.5)));

        assertThat(inspect("{{.HostConfig.NetworkMode}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}"
                        + " {{.HostConfig.SecurityOpt}} {{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}"
                        + " {{.HostConfig.PidsLimit}} {{.HostConfig.LogConfig}} {{.HostConfig.Privileged}}"))
                .isEqualTo("host true [ALL] [no-new-privileges] 1073741824 500000000 4096"
                        + " map[Config:map[max-file:2 max-size:8m] Type:json-file] false");
        var labels = inspect("{{json .Config.Labels}}");
        assertThat(labels)
                .contains("\"nkmedia.service\":\"demo\"")
                .contains("\"nkmedia.backend\":\"janus\"")
                .contains("\"nkmedia.number\":\"0\"")
                .contains("\"nkmedia.owner\":\"" + Owner.of(folder.resolve("data")) + "\"");
        var secret = instance.secrets().get("api");
        assertThat(inspect("{{json .}}")).doesNotContain(secret);
        // It reads the file, as somebody who isn't root.
        eventually(LIMIT, () -> {
            var printed = docker.docker("logs", only()).lines().toList();
            return printed.size() == 1 && printed.get(0).startsWith("secret=" + secret)
                            || printed.size() > 1 && !printed.get(1).equals("0")
                    ? Optional.empty()
                    : Optional.of("it printed " + printed);
        });
        assertThat(inspect("{{.Config.User}}")).doesNotStartWith("0");
        var file = world.folder(World.KEY).engine().resolve("engine.conf");
        assertThat(Files.getPosixFilePermissions(file).toString()).hasSize("[OWNER_READ, OWNER_WRITE]".length());
        await(LIMIT, runtime.stop(World.KEY));
        assertThat(docker.containers()).isEmpty();
        assertThat(world.folder(World.KEY).home()).doesNotExist();
    }

    @Test
    void killedInside_isTold_andAFreshOneCanBeHad() throws IOException {
        var runtime = world.runtime();
        var spec = spec("docker", SLEEP, Map.of());
        var first = obtain(runtime, spec);
        ProcessHandle.of(world.record(World.KEY).engine().pid()).orElseThrow().destroyForcibly();
        eventually(LIMIT, () -> world.lost.isEmpty() ? Optional.of("nobody was told") : Optional.empty());
        assertThat(world.lost).singleElement().asString().endsWith("ended by signal 9");
        assertThat(obtain(runtime, spec).id()).isNotEqualTo(first.id());
        assertThat(only()).isNotEmpty();
    }

    @Test
    void endsAtOnce_itsLastWordsAreTold_withoutSecrets() {
        assertThatThrownBy(() -> obtain(world.runtime(), spec("docker", "cat engine.conf; exit 3", Map.of())))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("ended with status 3")
                .hasMessageContaining("secret=***");
    }

    /** by tag, and by digest. */
    @Test
    void imageThatIsNotThere_isFetched() {
        docker.image("nkmedia/away:1", List.of("/bin/sh", "/bin/sleep", "/bin/true"));
        try (var registry = Registry.offering(docker, "nkmedia/away:1", "nkmedia/fetched")) {
            for (var image : List.of(registry.tagged(), registry.pinned())) {
                var runtime = world.runtime();
                var spec = spec("docker", SLEEP, Map.of("image", image));
                assertThatThrownBy(() -> obtain(runtime, spec))
                        .hasMessageContaining("has no image " + image + ": it is being fetched");
                eventually(LIMIT, () -> {
                    try {
                        obtain(runtime, spec);
                        return Optional.empty();
                    } catch (RuntimeUnavailable notYet) {
                        return Optional.of(notYet.getMessage());
                    }
                });
                assertThat(inspect("{{.Config.Image}}")).isEqualTo(image);
                await(LIMIT, runtime.stop(World.KEY));
                docker.docker("rmi", image);
            }
        }
    }

    @Test
    void imageThatIsNotThere_andCanNotBeFetched_isNamed() {
        // Nobody listens there.
        var spec = spec("docker", SLEEP, Map.of("image", "127.0.0.1:1/nkmedia/none:9"));
        var runtime = world.runtime();
        eventually(LIMIT, () -> {
            var failure = catchThrowableOfType(RuntimeUnavailable.class, () -> obtain(runtime, spec));
            assertThat(failure)
                    .hasMessageStartingWith("demo/janus: ")
                    .hasMessageContaining("has no image 127.0.0.1:1/nkmedia/none:9: it ")
                    .matches(RuntimeUnavailable::isPassing);
            return failure.getMessage().contains("can't be fetched: ")
                    ? Optional.empty()
                    : Optional.of(failure.getMessage());
        });
    }

    @Test
    void replacedRuntime_takesItOver_andRemovesWhatIsNobodys() throws IOException {
        var runtime = world.runtime();
        var spec = spec("docker", SLEEP, Map.of());
        var first = obtain(runtime, spec);
        docker.docker("run", "-d", "--network", "none", "--name", "others", IMAGE, "/bin/sleep", "1000");
        var label = "nkmedia.owner=" + Owner.of(folder.resolve("data"));
        docker.docker(
                "run", "-d", "--network", "none", "--name", "nobodys", "--label", label, IMAGE, "/bin/sleep", "1000");
        try {
            world.replace(runtime);
            var next = world.runtime(World.self(), World.QUICK);
            assertThat(obtain(next, spec).id()).isEqualTo(first.id());
            eventually(
                    LIMIT,
                    () -> docker.containers().size() == 2
                            ? Optional.empty()
                            : Optional.of("there are " + docker.containers()));
            assertThat(docker.containers()).contains("others").doesNotContain("nobodys");
        } finally {
            docker.docker("rm", "-f", "others");
        }
    }

    @Test
    void controllerDied_theNextOneTakesItOver() throws IOException {
        var spec = spec("docker", SLEEP, Map.of());
        var dead = world.runtime(World.dead(), World.QUICK);
        var first = obtain(dead, spec);
        world.replace(dead);
        var next = world.runtime();
        assertThat(obtain(next, spec).id()).isEqualTo(first.id());
        assertThat(world.record(World.KEY).controller().same(World.self())).isTrue();
    }

    @Test
    void controllerDied_andNobodyAsks_itIsRemoved() throws IOException {
        var dead = world.runtime(World.dead(), World.QUICK);
        obtain(dead, spec("docker", SLEEP, Map.of()));
        world.replace(dead);
        world.runtime(World.self(), World.IMPATIENT);
        eventually(
                LIMIT,
                () -> docker.containers().isEmpty()
                        ? Optional.empty()
                        : Optional.of("there are " + docker.containers()));
    }

    @Test
    void dockerEngineAway_isSaid_andItWorksAgainWhenItIsThere() throws IOException {
        var runtime = world.runtime();
        var spec = spec("docker", SLEEP, Map.of());
        obtain(runtime, spec);
        docker.stop();
        try {
            assertThatThrownBy(() -> obtain(runtime, spec("docker", SLEEP, Map.of("cpu", 0.2))))
                    .isInstanceOf(RuntimeUnavailable.class)
                    .hasMessageContaining("no Docker engine answers at " + docker.host())
                    .matches(failure -> ((RuntimeUnavailable) failure).isPassing());
        } finally {
            docker.start();
        }
        obtain(runtime, spec);
        assertThat(only()).isNotEmpty();
    }

    @Test
    void auto_takesDocker_elseTheProgram() throws IOException {
        var runtime = world.runtime();
        obtain(runtime, spec("auto", SLEEP, Map.of()));
        assertThat(world.record(World.KEY).container()).isPresent();
        obtain(runtime, spec("auto", SLEEP, Map.of("docker_host", "unix://" + folder.resolve("nobody"))));
        assertThat(world.record(World.KEY).container()).isEmpty();
        assertThat(docker.containers()).isEmpty();
    }

    @Test
    void overTcp_onlyWithTheRightCertificate() {
        var host = Map.<String, Object>of("docker_host", docker.tlsHost());
        assertThatThrownBy(() -> obtain(world.runtime(), spec("docker", SLEEP, host)))
                .isInstanceOf(RuntimeUnavailable.class);
        assertThatThrownBy(() -> obtain(
                        world.runtime(),
                        spec(
                                "docker",
                                SLEEP,
                                Map.of("docker_host", docker.tlsHost(), "docker_cert_path", folder.toString()))))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("docker_cert_path");

        var runtime = world.runtime();
        var settings = Map.<String, Object>of(
                "docker_host",
                docker.tlsHost(),
                "docker_cert_path",
                docker.certificates().toString());
        var first = obtain(runtime, spec("docker", SLEEP, settings));
        assertThat(only()).isNotEmpty();
        world.replace(runtime);
        assertThat(obtain(world.runtime(), spec("docker", SLEEP, settings)).id())
                .isEqualTo(first.id());
    }

    @Test
    void dockerEngineOfAnotherMachine_isRefused() {
        assertThatThrownBy(() ->
                        obtain(world.runtime(), spec("docker", SLEEP, Map.of("docker_host", "tcp://10.0.0.1:2375"))))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("another machine's");
    }
}
