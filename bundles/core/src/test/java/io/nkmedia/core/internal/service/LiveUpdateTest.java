package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.core.internal.SampleSdp;
import io.nkmedia.core.internal.command.Administration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Each row of the table of services.md §3.3, and the rules above it.. */
class LiveUpdateTest {
    private static final String BACKEND = "\"backends\": [{\"kind\": \"fake\", \"name\": \"fake1\"}]";
    private final World world = new World("{\"plugins\": [], " + BACKEND + "}");

    private FakeConnection login(String user) {
        var client = world.connect(user, "192.0.2.1");
        client.receive("{\"class\":\"core\",\"subclass\":\"user\",\"cmd\":\"login\",\"tid\":1,"
                + "\"data\":{\"user\":\"" + user + "\",\"password\":\"pw\"}}");
        world.time.run();
        client.out.clear();
        return client;
    }

    private String call(FakeConnection client, String name, String data) {
        var parts = name.split("/");
        client.out.clear();
        client.receive("{\"class\":\"%s\",\"subclass\":\"%s\",\"cmd\":\"%s\",\"tid\":7,\"data\":%s}"
                .formatted(parts[0], parts[1], parts[2], data));
        world.time.run();
        return client.out.stream()
                .filter(line -> line.contains("\"tid\":7"))
                .findFirst()
                .orElse("nothing");
    }

    private String echo(FakeConnection client) {
        return call(
                client,
                "media/session/create",
                "{\"type\":\"echo\",\"wait_reply\":true,\"offer\":{\"sdp\":\""
                        + SampleSdp.audio().replace("\r\n", "\\r\\n") + "\"}}");
    }

    private Administration.Applied update(Map<String, Object> config) {
        return done(world.book
                .administration()
                .update(new Administration.Change("demo", config, false, false, Optional.empty()), "test"));
    }

    private <T> T done(CompletionStage<T> stage) {
        world.time.run();
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    private ApiException refused(Map<String, Object> config) {
        try {
            update(config);
            throw new AssertionError("it was not refused");
        } catch (CompletionException failure) {
            return (ApiException) failure.getCause();
        }
    }

    private int sessions() {
        return world.service.sessions().count();
    }

    @Test
    void limits_holdForTheNextRequest_andNothingElseIsTouched() {
        var ann = login("ann");
        assertThat(echo(ann)).contains("\"ok\"");
        var listeners = world.listeners.asked.size();
        assertThat(update(Map.of("limits", Map.of("sessions", 1))).changed()).containsExactly("limits.sessions");
        assertThat(echo(ann)).contains("too_many_requests");
        assertThat(sessions()).isEqualTo(1);
        assertThat(world.plugin.updates).isZero();
        assertThat(world.listeners.asked).hasSize(listeners);
        assertThat(ann.out).noneMatch(line -> line.startsWith("close"));
    }

    @Test
    void unknownFields_areSpokenOfAsTheConfigurationOfNowSays() {
        var ann = login("ann");
        update(Map.of("unknown_fields", "reject"));
        assertThat(call(ann, "core/core/ping", "{\"x\":1}")).contains("invalid_value");
    }

    @Test
    void role_isGivenForTheNextRequest() {
        var ann = login("ann");
        assertThat(call(ann, "core/user/list", "{}")).contains("unauthorized");
        update(Map.of("roles", Map.of("user", Map.of("allow", List.of("core/user/*:any")))));
        assertThat(call(ann, "core/user/list", "{}")).contains("\"ok\"");
    }

    @Test
    void listener_isAddedBeforeTheOldOneCloses() {
        update(Map.of("listeners", List.of(Map.of("url", "tcp://127.0.0.1:9010"))));
        world.listeners.asked.clear();
        update(Map.of("listeners", List.of(Map.of("url", "tcp://127.0.0.1:9011"))));
        assertThat(world.listeners.asked)
                .containsExactly(
                        List.of("shared:/demo", "tcp://127.0.0.1:9011", "tcp://127.0.0.1:9010"),
                        List.of("shared:/demo", "tcp://127.0.0.1:9011"));
    }

    @Test
    void listener_ofAnotherKindOnTheSamePort_closesTheOldOneFirst() {
        update(Map.of("listeners", List.of(Map.of("url", "tcp://127.0.0.1:9010"))));
        world.listeners.asked.clear();
        update(Map.of("listeners", List.of(Map.of("url", "ws://127.0.0.1:9010"))));
        assertThat(world.listeners.asked).containsExactly(List.of("shared:/demo", "ws://127.0.0.1:9010"));
    }

    @Test
    void listener_thatCannotOpen_undoesTheWholeChange() {
        update(Map.of("listeners", List.of(Map.of("url", "tcp://127.0.0.1:9010"))));
        world.listeners.taken.add(9011);
        var why = refused(Map.of(
                "limits", Map.of("sessions", 3),
                "fake", Map.of("colour", "red"),
                "plugins", List.of("fake"),
                "listeners", List.of(Map.of("url", "tcp://127.0.0.1:9011"))));
        assertThat(why.code().label()).isEqualTo("config_failed");
        assertThat(why.field()).contains("config.listeners[0].url");
        assertThat(world.listeners.urls("demo")).containsExactly("shared:/demo", "tcp://127.0.0.1:9010");
        assertThat(world.service.config().document().limits().sessions()).isEqualTo(20_000);
        assertThat(world.service.config().parts()).isEmpty();
        assertThat(world.service.state()).isEqualTo(ServiceState.RUNNING);
        assertThat(world.store.documents.get("demo")).doesNotContain("9011");
    }

    @Test
    void pluginAdded_itsCommandsAppear_pluginRemoved_theyGo() {
        var admin = login("admin");
        update(Map.of("backends", List.of()));
        assertThat(call(admin, "test/core/buggy", "{\"seconds\":1}")).contains("unknown_command");
        update(Map.of("plugins", List.of("fake")));
        assertThat(call(admin, "test/core/buggy", "{\"seconds\":1}")).contains("internal_error");
        assertThat(call(admin, "test/core/buggy", "{\"seconds\":2}")).contains("internal_error");
        update(Map.of("plugins", List.of()));
        assertThat(call(admin, "test/core/buggy", "{\"seconds\":1}")).contains("unknown_command");
    }

    @Test
    void pluginThatCanNotEvenListItsBackends_hasNone_andTheServiceGoesOn() {
        var ann = login("ann");
        world.plugin.broken = true;
        assertThat(echo(ann)).contains("not_implemented");
        assertThat(update(Map.of("limits", Map.of("sessions", 7))).changed()).containsExactly("limits.sessions");
        world.plugin.broken = false;
        assertThat(echo(ann)).contains("\"ok\"");
    }

    @Test
    void pluginsKey_isToldToThatPluginOnly_andRefusedByIt() {
        update(Map.of("plugins", List.of("fake")));
        assertThat(world.plugin.updates).isZero();
        update(Map.of("fake", Map.of("colour", "red")));
        assertThat(world.plugin.updates).isEqualTo(1);
        world.plugin.refuses = Optional.of("colour");
        var why = refused(Map.of("fake_colour", "blue"));
        assertThat(why.field()).contains("config.fake.colour");
        assertThat(world.service.config().parts()).isEqualTo(Map.of("fake", Map.of("colour", "red")));
    }

    @Test
    void backendRemoved_drains_andItsPluginStopsWithTheLastSession() {
        var ann = login("ann");
        assertThat(echo(ann)).contains("\"ok\"");
        update(Map.of("backends", List.of()));
        assertThat(sessions()).as("the call goes on").isEqualTo(1);
        assertThat(world.plugin.stops).isZero();
        assertThat(call(login("admin"), "test/core/buggy", "{\"seconds\":1}")).contains("unknown_command");
        world.service.sessions().list("", 1, each -> true).get(0).destroy(StopReason.of(CoreError.USER_STOP));
        world.time.advance(Duration.ofSeconds(2));
        assertThat(sessions()).isZero();
        assertThat(world.plugin.stops).isEqualTo(1);
        assertThat(world.service.backends().all()).isEmpty();
    }

    @Test
    void backendRemoved_andWantedAgain_goesOn() {
        echo(login("ann"));
        update(Map.of("backends", List.of()));
        update(Map.of("backends", List.of(Map.of("kind", "fake", "name", "fake1"))));
        world.time.advance(Duration.ofSeconds(5));
        assertThat(world.plugin.stops).isZero();
        assertThat(echo(login("bob"))).contains("\"ok\"");
        assertThat(sessions()).isEqualTo(2);
    }

    @Test
    void pluginTakenOutOfTheList_endsAtOnce() {
        update(Map.of("plugins", List.of("fake")));
        echo(login("ann"));
        update(Map.of("plugins", List.of(), "backends", List.of()));
        assertThat(world.plugin.stops).isEqualTo(1);
    }

    @Test
    void diskFull_isShown_andWhatIsInForceStays() {
        world.store.full = true;
        update(Map.of("description", "new"));
        assertThat(world.book.administration().get("demo").error())
                .hasValueSatisfying(why -> assertThat(why).contains("could not be written"));
        assertThat(world.service.config().document().description()).isEqualTo("new");
    }

    @Test
    void secretsAreKept_inFileAndUuidToo() {
        var uuid = world.book.administration().get("demo").uuid();
        done(world.book.administration().setUser("demo", "eve", Optional.of("pw"), Optional.empty(), "test"));
        assertThat(world.store.documents.get("demo")).contains("\"eve\"").doesNotContain("***");
        assertThat(world.store.records.get("demo").uuid()).isEqualTo(uuid);
    }
}
