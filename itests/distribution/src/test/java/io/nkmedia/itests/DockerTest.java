package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.testing.docker.DockerDaemon;
import io.nkmedia.testing.docker.JanusImage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** The real distribution with engines in containers of a Docker engine of its own. */
class DockerTest {
    private static final String IMAGE = "nkmedia/janus:1";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static DockerDaemon docker;
    private static LoopbackIce ice;
    private static Distribution server;

    /** Each test says why: a class that ends before its first test leaves no trace in the report. */
    private static TestAbortedException skipped;

    @BeforeAll
    static void begin() throws IOException {
        try {
            docker = DockerDaemon.started();
            JanusImage.make(docker, IMAGE);
        } catch (TestAbortedException e) {
            skipped = e;
            return;
        }
        ice = LoopbackIce.open();
        server = Distribution.started("docker");
    }

    @BeforeEach
    void canRun() {
        if (skipped != null) {
            throw skipped;
        }
    }

    @AfterAll
    static void end() throws IOException {
        // Also if some of it isn't there.
        try {
            if (server != null) {
                server.close();
            }
            if (ice != null) {
                ice.close();
            }
        } finally {
            if (docker != null) {
                docker.close();
            }
        }
    }

    private static void service(String name, String image) throws IOException {
        server.service(name, TestServices.service(name, """
                        "backends": [{"kind": "janus", "runtime": "docker", "image": "%s", "docker_host": "%s",
                                      "options": {"ice_enforce_list": "%s"}}],
                        "media": {"media_start": 300, "media_grace": 300}
                        """.formatted(image, docker.host(), ice.address())));
        Eventually.eventually(name + " is there", LIMIT, () -> server.httpStatus("/nkmedia/" + name) != 404);
    }

    private static TestClient ready(String name) throws IOException {
        server.shell("nkmedia:backends --wait 60 --service " + name);
        TestClient admin = TestClient.login(HTTP, server.httpPort(), name, "admin", TestServices.PASSWORD);
        admin.call("core/event/subscribe", Map.of("class", "core", "subclass", "backend"));
        return admin;
    }

    private static void remove(String name) throws IOException {
        Files.delete(server.etc().resolve("io.nkmedia.service-" + name + ".json"));
        Eventually.eventually(
                "no container of " + name + " is left, there are " + containers(name),
                LIMIT,
                () -> containers(name).isEmpty());
    }

    private static List<String> containers(String service) {
        return docker.docker("ps", "-a", "--filter", "label=nkmedia.service=" + service, "--format", "{{.Names}}")
                .lines()
                .toList();
    }

    private static String inspect(String service, String format) {
        assertThat(containers(service)).hasSize(1);
        return docker.docker("inspect", "--format", format, containers(service).get(0))
                .strip();
    }

    @Test
    void echoInAContainer_killedInside_aFreshOneComes_serviceGone_soIsTheContainer() throws Exception {
        service("boxed", IMAGE);
        try (TestClient admin = ready("boxed")) {
            String session = TestSessions.echo(admin);
            assertThat(inspect("boxed", "{{.Config.User}} {{.HostConfig.ReadonlyRootfs}}"))
                    .doesNotStartWith("0")
                    .endsWith(" true");
            String first = containers("boxed").get(0);
            assertThat(docker.docker("top", first, "-eo", "pid,user,comm"))
                    .contains("janus")
                    .doesNotContain("root");

            Engines.signal(Long.parseLong(inspect("boxed", "{{.State.Pid}}")), "KILL");

            assertThat(admin.event("destroyed", session)
                            .path("body")
                            .path("name")
                            .asText())
                    .isEqualTo("backend_down");
            EngineLab.await(admin, "ready");
            assertThat(containers("boxed")).hasSize(1).doesNotContain(first);
            TestSessions.echo(admin);
        }
        remove("boxed");
    }

    @Test
    void serverKilled_theNextOneTakesTheContainerOver() throws Exception {
        service("lasting", IMAGE);
        ready("lasting").close();
        String first = containers("lasting").get(0);
        String pid = inspect("lasting", "{{.State.Pid}}");
        server.kill9();
        server.start();
        try (TestClient admin = ready("lasting")) {
            TestSessions.echo(admin);
            assertThat(containers("lasting")).containsExactly(first);
            assertThat(inspect("lasting", "{{.State.Pid}}")).isEqualTo(pid);
        }
        remove("lasting");
    }

    @Test
    void imageThatIsNotThere_isNamed_andItsServiceIsServedWhenItIs() throws Exception {
        String missing = "127.0.0.1:1/nkmedia/later:2";
        service("lacking", missing);
        try (TestClient admin = TestClient.login(HTTP, server.httpPort(), "lacking", "admin", TestServices.PASSWORD)) {
            admin.call("core/event/subscribe", Map.of("class", "core", "subclass", "backend"));
            String problem = admin.event(
                            "a problem",
                            event ->
                                    !event.path("body").path("problem").asText().isEmpty())
                    .path("body")
                    .path("problem")
                    .asText();
            assertThat(problem).contains("lacking/janus").contains(missing);
            assertThat(server.log()).contains(problem);
            docker.docker("tag", IMAGE, missing);
            EngineLab.await(admin, "ready");
            TestSessions.echo(admin);
        }
        remove("lacking");
    }

    @Test
    void dockerEngineGoneForAWhile_itsServiceIsServedAgain() throws Exception {
        service("waiting", IMAGE);
        try (TestClient admin = ready("waiting")) {
            docker.stop();
            try {
                admin.event(
                        "why",
                        event -> event.path("body").path("problem").asText().contains("no Docker engine answers"));
            } finally {
                docker.start();
            }
            EngineLab.await(admin, "ready");
            TestSessions.echo(admin);
            assertThat(containers("waiting")).hasSize(1);
        }
        remove("waiting");
    }
}
