package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.core.internal.FakeBackend;
import io.nkmedia.core.internal.SampleSdp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions of a plugin side by side: each service has the highest that it wants, and moves while it runs. */
class PluginVersionsTest {
    private final World world = new World("{}");
    private final List<String> told = new ArrayList<>();
    private final FakeBackend engine = new FakeBackend("bell", world.time);
    private Runnable oneGoes = () -> {};

    @BeforeEach
    void one() {
        oneGoes = install("1.0.0", 10, () -> version("1.0.0"));
        wants("[1,2)");
        told.clear();
    }

    private FakeVersion version(String version) {
        return new FakeVersion(version, told, engine);
    }

    private Runnable install(String version, long id, Supplier<FakeVersion> make) {
        var goes = FakeOsgi.install(world.plugins, "bell", version, id, make::get);
        world.time.run();
        return () -> {
            goes.run();
            world.time.run();
        };
    }

    private void wants(String range) {
        world.reconfigure("{\"plugins\":[{\"name\":\"bell\",\"version\":\"" + range + "\"}]}");
        world.time.run();
    }

    private PluginSlot slot() {
        return world.service.slots().get(0);
    }

    private void serves(String version) {
        assertThat(slot().version()).contains(version);
    }

    private FakeConnection login(String user) {
        var client = world.connect(user, "192.0.2.1");
        client.receive("{\"class\":\"core\",\"subclass\":\"user\",\"cmd\":\"login\",\"tid\":1,"
                + "\"data\":{\"user\":\"" + user + "\",\"password\":\"pw\"}}");
        world.time.run();
        client.out.clear();
        return client;
    }

    private void echo(FakeConnection client, String id) {
        client.receive(("{\"class\":\"media\",\"subclass\":\"session\",\"cmd\":\"create\",\"tid\":7,\"data\":{"
                        + "\"type\":\"echo\",\"session_id\":\"%s\",\"wait_reply\":true,\"offer\":{\"sdp\":\"%s\"}}}")
                .formatted(id, SampleSdp.audio().replace("\r\n", "\\r\\n")));
        world.time.run();
    }

    private void mute(FakeConnection client, String id) {
        client.receive("{\"class\":\"media\",\"subclass\":\"session\",\"cmd\":\"update_media\",\"tid\":8,\"data\":{"
                + "\"session_id\":\"" + id + "\",\"mute_audio\":true}}");
        world.time.run();
    }

    private static String answer(FakeConnection client, int tid) {
        return client.out.stream()
                .filter(line -> line.contains("\"tid\":" + tid))
                .findFirst()
                .orElse("nothing");
    }

    @Test
    void aHigherVersion_takesOver_withoutStop_andTheSessionsGoOn() {
        var ann = login("ann");
        echo(ann, "session-1");
        assertThat(answer(ann, 7)).contains("\"ok\"");
        install("1.1.0", 11, () -> version("1.1.0"));
        serves("1.1.0");
        assertThat(slot().bundle()).isEqualTo(OptionalLong.of(11));
        assertThat(told).containsExactly("1.1.0 made", "1.0.0 given back", "1.1.0 starts");
        mute(ann, "session-1");
        assertThat(answer(ann, 8)).contains("\"ok\"");
        echo(ann, "session-2");
        assertThat(engine.legs).hasSize(2);
    }

    @Test
    void theHigherOneGoes_theServiceMovesBack() {
        var goes = install("1.1.0", 11, () -> version("1.1.0"));
        told.clear();
        goes.run();
        serves("1.0.0");
        assertThat(told).containsExactly("1.1.0 given back", "1.0.0 made", "1.0.0 starts");
    }

    @Test
    void aVersionThatIsNotInTheRange_isNotTaken_untilTheRangeChanges_alsoDownwards() {
        install("2.0.0", 12, () -> version("2.0.0"));
        serves("1.0.0");
        wants("[1,3)");
        serves("2.0.0");
        told.clear();
        wants("[1,2)");
        serves("1.0.0");
        assertThat(told).containsExactly("1.0.0 made", "2.0.0 given back", "1.0.0 starts");
    }

    @Test
    void noInstalledVersionInTheRange_thePluginIsMissing_andSessionsEndAfterItsGrace() {
        var ann = login("ann");
        echo(ann, "session-1");
        world.reconfigure(
                "{\"plugins\":[{\"name\":\"bell\",\"version\":\"[5,6)\"}],\"timeouts\":{\"plugin_grace\":20}}");
        assertThat(world.service.plugins()).containsExactly("bell (missing)");
        world.time.advance(Duration.ofSeconds(19));
        assertThat(world.service.sessions().count()).isEqualTo(1);
        world.time.advance(Duration.ofSeconds(2));
        assertThat(world.service.sessions().count()).isZero();
        assertThat(String.join("\n", ann.out)).contains("\"backend_down\"");
        assertThat(ann.isOpen()).isTrue();
    }

    @Test
    void aVersionThatCannotBeMade_changesNothing_andIsTriedOnce() {
        var tried = new ArrayList<String>();
        install("1.1.0", 11, () -> {
            tried.add("1.1.0");
            throw new IllegalStateException("a bug");
        });
        serves("1.0.0");
        assertThat(told).isEmpty();
        install("1.0.5", 12, () -> version("1.0.5"));
        serves("1.0.5");
        assertThat(tried).containsExactly("1.1.0");
        assertThat(slot().problem()).contains("version 1.1.0 failed to start");
        assertThat(slot().failedVersions()).containsExactly("1.1.0");
    }

    @Test
    void aVersionThatRefusesToStart_theOneBeforeIsBack_andItIsSaid() {
        var watcher = world.connect("watcher", "192.0.2.9", "core");
        watcher.receive("{\"class\":\"core\",\"subclass\":\"user\",\"cmd\":\"login\",\"tid\":1,"
                + "\"data\":{\"user\":\"watcher\",\"password\":\"pw\"}}");
        world.time.run();
        watcher.receive("{\"class\":\"core\",\"subclass\":\"event\",\"cmd\":\"subscribe\",\"tid\":2,"
                + "\"data\":{\"class\":\"core\",\"subclass\":\"service\"}}");
        world.time.run();
        var ann = login("ann");
        echo(ann, "session-1");
        install("1.1.0", 11, () -> failing(CompletableFuture.failedStage(new IllegalStateException("a bug"))));
        serves("1.0.0");
        assertThat(told)
                .containsExactly(
                        "1.1.0 made",
                        "1.0.0 given back",
                        "1.1.0 starts",
                        "1.1.0 given back",
                        "1.0.0 made",
                        "1.0.0 starts");
        assertThat(String.join("\n", watcher.out)).contains("\"plugin\":\"bell\"", "\"state\":\"failed\"");
        mute(ann, "session-1");
        assertThat(answer(ann, 8)).contains("\"ok\"");
        world.time.advance(Duration.ofMinutes(1));
        assertThat(told).hasSize(6);
    }

    private FakeVersion failing(CompletionStage<Void> starts) {
        var version = version("1.1.0");
        version.starts = starts;
        return version;
    }

    @Test
    void aVersionThatNeverComesToStart_isGivenUpAfter10s() {
        install("1.1.0", 11, () -> failing(new CompletableFuture<>()));
        serves("1.1.0");
        world.time.advance(Duration.ofSeconds(11));
        serves("1.0.0");
        assertThat(slot().failedVersions()).containsExactly("1.1.0");
    }

    @Test
    void aVersionThatFailed_isTriedAgain_whenItOrTheConfigurationIsAnother() {
        var goes = install("1.1.0", 11, () -> failing(CompletableFuture.failedStage(new IllegalStateException("bug"))));
        serves("1.0.0");
        goes.run();
        assertThat(slot().failedVersions()).isEmpty();
        install("1.1.0", 11, () -> version("1.1.0"));
        serves("1.1.0");
    }

    @Test
    void aRangeWhoseOnlyVersionFails_isRefused_andTheOneBeforeGoesOn() {
        install("2.0.0", 12, () -> failing(CompletableFuture.failedStage(CoreError.INVALID_VALUE.field("note"))));
        wants("[2,3)");
        serves("1.0.0");
        assertThat(world.service.config().choices().ranges()).hasToString("{bell=[1.0.0,2.0.0)}");
    }

    @Test
    void aSessionThatBeginsMeanwhile_waitsUntilTheEnginesAreReadyAgain() {
        var ann = login("ann");
        var starting = new CompletableFuture<Void>();
        FakeOsgi.install(world.plugins, "bell", "1.1.0", 12, () -> {
            var next = version("1.1.0");
            next.starts = starting;
            next.backend().state = BackendState.STARTING;
            starting.thenRun(() -> next.backend().state = BackendState.READY);
            return next;
        });
        world.time.run();
        echo(ann, "session-1");
        assertThat(answer(ann, 7)).isEqualTo("nothing");
        starting.complete(null);
        world.time.run();
        assertThat(answer(ann, 7)).contains("\"ok\"");
        serves("1.1.0");
    }

    @Test
    void afterOneSecond_aSessionHearsWhatThereIs() {
        var ann = login("ann");
        oneGoes.run();
        echo(ann, "session-1");
        assertThat(answer(ann, 7)).isEqualTo("nothing");
        world.time.advance(Duration.ofMillis(1100));
        assertThat(answer(ann, 7)).contains("not_implemented");
    }

    @Test
    void theOldOneIsGivenBack_whenWhatWasAskedOfItIsAnswered() {
        install("1.0.5", 11, () -> {
            var slow = version("1.0.5");
            slow.backend().opening = Duration.ofMillis(100);
            return slow;
        });
        told.clear();
        var ann = login("ann");
        echo(ann, "session-1");
        assertThat(answer(ann, 7)).isEqualTo("nothing");
        install("1.1.0", 12, () -> version("1.1.0"));
        assertThat(told).containsExactly("1.1.0 made");
        world.time.advance(Duration.ofMillis(150));
        assertThat(told).containsExactly("1.1.0 made", "1.0.5 given back", "1.1.0 starts");
        assertThat(answer(ann, 7)).contains("\"ok\"");
        mute(ann, "session-1");
        assertThat(answer(ann, 8)).contains("\"ok\"");
    }

    @Test
    void choices_areChecked_andNamedByPath() {
        for (var wrong : List.of(
                "{\"plugins\":[{\"name\":\"bell\",\"version\":\"old\"}]} plugins[0].version",
                "{\"plugins\":[{\"version\":\"1\"}]} plugins[0].name",
                "{\"plugins\":[{\"name\":\"bell\",\"vers\":\"1\"}]} plugins[0].vers",
                "{\"plugins\":[7]} plugins[0]",
                "{\"plugins\":[null]} plugins[0]",
                "{\"plugins\":[{\"name\":\"bell\",\"version\":\"[1,2)\"}],\"backends\":[{\"kind\":{\"name\":\"bell\","
                        + "\"version\":\"[2,3)\"}}]} backends[0].kind.version")) {
            var parts = wrong.split(" ");
            assertThatThrownBy(() -> world.check(parts[0]))
                    .isInstanceOfSatisfying(
                            ApiException.class, why -> assertThat(why.field()).contains(parts[1]));
        }
    }

    @Test
    void aRange_isNoneOfTheEnginesSettings() {
        var with = world.check("{\"backends\":[{\"kind\":{\"name\":\"bell\",\"version\":\"[1,2)\"}}]}");
        var without = world.check("{\"backends\":[{\"kind\":\"bell\"}]}");
        assertThat(with.backends()).isEqualTo(without.backends());
        assertThat(with.plugins()).containsExactly("fake", "bell");
    }
}
