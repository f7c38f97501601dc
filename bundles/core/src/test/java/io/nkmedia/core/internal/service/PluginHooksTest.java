package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.api.hook.AccessDecision;
import io.nkmedia.api.hook.ApiRequest;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.CallbackPoint;
import io.nkmedia.api.hook.LoginDecision;
import io.nkmedia.api.hook.SessionListener;
import io.nkmedia.api.hook.SessionStart;
import io.nkmedia.api.hook.StartDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** services.md §4.2: log-ins, events and sessions pass the plugins' hooks; a plugin that is away opens nothing. */
class PluginHooksTest {
    private static final String PARK = "{\"type\":\"park\",\"session_id\":\"session-1\"%s}";

    private final Hall hall = new Hall();

    @Test
    void anAuthenticator_letsStrangersIn_andKeepsUsersOut_beforeTheConfigurationIsAsked() {
        hall.high.authenticators.add(credentials -> switch (credentials.user()) {
            case "eve" ->
                LoginDecision.accept("eve", Set.of("manager"))
                        .withMeta(Map.of("by", "plugin"))
                        .now();
            case "bob" -> LoginDecision.refuse("not today").now();
            case "odd" -> LoginDecision.accept("odd", Set.of("emperor")).now();
            case "bug" -> throw new IllegalStateException("a bug");
            case "mute" -> new CompletableFuture<>();
            default -> LoginDecision.pass().now();
        });
        hall.changed();
        assertThat(hall.login("eve", "any")).contains("\"manager\"");
        assertThat(hall.ask("eve", "core/user/get", "{\"user\":\"eve\"}")).contains("\"by\":\"plugin\"");
        assertThat(hall.login("ann", "pw")).contains("\"ok\"");
        for (var refused : List.of("bob", "odd", "bug", "nobody")) {
            assertThat(hall.login(refused, "pw")).isEmpty();
            hall.world.time.advance(Duration.ofMillis(100));
            assertThat(hall.heard(refused)).contains("\"unauthorized\"");
        }
        assertThat(hall.login("mute", "pw")).isEmpty();
        hall.world.time.advance(Duration.ofMillis(1100));
        assertThat(hall.heard("mute")).contains("\"unauthorized\"");
    }

    @Test
    void tooManyFailures_countForAuthenticatorsToo() {
        hall.high.authenticators.add(credentials -> LoginDecision.refuse("no").now());
        hall.changed();
        for (int i = 0; i < 10; i++) {
            hall.world.connect("c" + i, "198.51.100.7").receive("""
                    {"class":"core","subclass":"user","cmd":"login","data":{"user":"eve%d","password":"x"},"tid":1}""".formatted(i));
            hall.world.time.advance(Duration.ofMillis(100));
        }
        var next = hall.world.connect("next", "198.51.100.7");
        next.receive("""
                {"class":"core","subclass":"user","cmd":"login","data":{"user":"eve","password":"x"},"tid":1}""");
        hall.world.time.run();
        assertThat(next.out).singleElement().asString().contains("\"too_many_requests\"");
    }

    @Test
    void whileAPluginThatDecidesIsAway_nobodyGetsBy_untilItIsBackOrNoLongerListed() {
        var guard = new HookPlugin();
        guard.authorizers.add(new Authorizer() {
            @Override
            public CompletionStage<AccessDecision> command(ApiRequest request) {
                return AccessDecision.pass().now();
            }
        });
        guard.authenticators.add(credentials -> LoginDecision.pass().now());
        var goes = FakeOsgi.install(hall.world.plugins, "guard", guard);
        hall.list("guard", "high", "low", "fake");
        assertThat(hall.login("admin", "pw")).contains("\"ok\"");
        goes.run();
        hall.world.time.run();
        assertThat(hall.ask("admin", "core/user/list", "{}")).contains("\"service_unavailable\"", "retry_after_ms");
        assertThat(hall.login("ann", "pw")).isEmpty();
        hall.world.time.advance(Duration.ofMillis(100));
        assertThat(hall.heard("ann")).contains("\"unauthorized\"");
        goes = FakeOsgi.install(hall.world.plugins, "guard", guard);
        hall.world.time.run();
        assertThat(hall.ask("admin", "core/user/list", "{}")).contains("\"ok\"");
        goes.run();
        hall.list("high", "low", "fake");
        assertThat(hall.ask("admin", "core/user/list", "{}")).contains("\"ok\"");
    }

    @Test
    void anEventFilter_changesAndKeepsBackEvents_forThisClientOnly() {
        hall.high.eventFilters.add((event, to) -> switch (event.type().orElse("")) {
            case "bug" -> throw new IllegalStateException("a bug");
            case "secret" -> to.roles().contains("admin") ? Optional.of(event) : Optional.empty();
            default -> Optional.of(Event.of("other", "class", "type", "x", Map.of("for", to.user())));
        });
        hall.changed();
        hall.login("admin", "pw");
        hall.login("max", "pw");
        for (var user : List.of("admin", "max")) {
            hall.ask(user, "core/event/subscribe", "{\"class\":\"app\"}");
        }
        hall.high.context.orElseThrow().publish(Event.of("app", "a", "open", "1", Map.of()));
        hall.high.context.orElseThrow().publish(Event.of("app", "a", "secret", "2", Map.of()));
        hall.high.context.orElseThrow().publish(Event.of("app", "a", "bug", "3", Map.of()));
        hall.world.time.run();
        assertThat(hall.heard("admin")).contains("\"class\":\"app\"", "\"for\":\"admin\"", "\"secret\"", "\"bug\"");
        assertThat(hall.heard("max")).contains("\"for\":\"max\"", "\"bug\"").doesNotContain("secret");
    }

    @Test
    void aSessionListener_refuses_setsFields_andHearsEventsAndTheEndOnce() {
        var heard = new ArrayList<String>();
        hall.high.listeners.add(new SessionListener() {
            @Override
            public CompletionStage<StartDecision> starting(SessionStart start) {
                return (start.fields().get("bitrate") instanceof Number
                                ? StartDecision.refuse(CoreError.INVALID_OPERATION.error())
                                : StartDecision.set(Map.of("session_meta", Map.of("seen", start.sessionId()))))
                        .now();
            }

            @Override
            public void event(Event event) {
                heard.add(event.type().orElse(""));
                throw new IllegalStateException("a bug");
            }
        });
        hall.low.listeners.add(new SessionListener() {
            @Override
            public CompletionStage<StartDecision> starting(SessionStart start) {
                heard.add("starting " + start.fields().get("session_meta"));
                return StartDecision.set(Map.of("no_such_field", 1)).now();
            }

            @Override
            public void ended(String sessionId, String reason) {
                heard.add("ended " + sessionId + " " + reason);
            }
        });
        hall.changed();
        hall.login("ann", "pw");
        assertThat(hall.ask("ann", "media/session/create", PARK.formatted(",\"bitrate\":5")))
                .contains("\"invalid_operation\"");
        assertThat(hall.ask("ann", "media/session/create", PARK.formatted("")))
                .contains("\"ok\"", "\"session_meta\":{\"seen\":\"session-1\"}");
        hall.ask("ann", "media/session/destroy", "{\"session_id\":\"session-1\"}");
        assertThat(heard)
                .containsSubsequence(
                        "starting {seen=session-1}", "created", "destroyed", "ended session-1 user_stop", "record");
        assertThat(heard).filteredOn(line -> line.startsWith("ended")).hasSize(1);
    }

    @Test
    void aPluginsOwnCallback_asksWhoeverHasRegistered() {
        hall.login("max", "pw");
        assertThat(hall.ask("max", "core/callback/register", "{\"callback\":\"weather\"}"))
                .contains("invalid_value");
        hall.high.points.add(CallbackPoint.of("weather"));
        var context = hall.high.context.orElseThrow();
        assertThat(answer(context.callback("weather", Map.of("city", "Berlin"))))
                .isEqualTo(Optional.empty());
        assertThat(hall.ask("max", "core/callback/register", "{\"callback\":\"weather\"}"))
                .contains("\"ok\"");
        var asked = context.callback("weather", Map.of("city", "Berlin"));
        hall.world.time.run();
        assertThat(hall.heard("max")).contains("\"cmd\":\"weather\"", "Berlin");
        hall.client("max").receive("{\"result\":\"ok\",\"data\":{\"sun\":true},\"tid\":1}");
        hall.world.time.run();
        assertThat(answer(asked)).isEqualTo(Optional.of(Map.of("sun", true)));
        var refused = context.callback("weather", Map.of());
        hall.world.time.run();
        hall.client("max").receive("{\"result\":\"error\",\"data\":{\"code\":1000001},\"tid\":2}");
        hall.world.time.run();
        assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
    }

    private static Object answer(CompletionStage<Optional<Map<String, Object>>> stage) {
        return stage.toCompletableFuture().getNow(Optional.of(Map.of("nothing", "yet")));
    }
}
