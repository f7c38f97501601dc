package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.hook.AccessDecision;
import io.nkmedia.api.hook.ApiReply;
import io.nkmedia.api.hook.ApiRequest;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.ReplyDecision;
import io.nkmedia.api.hook.RequestDecision;
import io.nkmedia.api.hook.RequestFilter;
import io.nkmedia.api.hook.SubscriptionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** services.md §4.2: a plugin can answer, change or pass on a request, in the order of the list. */
class RequestHooksTest {
    private static final String SLOW = "test/core/slow";

    private final Hall hall = new Hall();
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void logIn() {
        assertThat(hall.login("admin", "pw")).contains("\"ok\"");
        assertThat(hall.login("ann", "pw")).contains("\"ok\"");
    }

    private RequestFilter before(String name, Function<ApiRequest, CompletionStage<RequestDecision>> decide) {
        return new RequestFilter() {
            @Override
            public CompletionStage<RequestDecision> before(ApiRequest request) {
                seen.add(name + " before " + request.data());
                return decide.apply(request);
            }

            @Override
            public CompletionStage<ReplyDecision> after(ApiRequest request, ApiReply reply) {
                seen.add(name + " after " + reply.data());
                return ReplyDecision.pass().now();
            }
        };
    }

    private static RequestFilter after(Function<ApiReply, ReplyDecision> decide) {
        return new RequestFilter() {
            @Override
            public CompletionStage<ReplyDecision> after(ApiRequest request, ApiReply reply) {
                return decide.apply(reply).now();
            }
        };
    }

    private static Authorizer commands(Function<ApiRequest, CompletionStage<AccessDecision>> decide) {
        return new Authorizer() {
            @Override
            public CompletionStage<AccessDecision> command(ApiRequest request) {
                return decide.apply(request);
            }
        };
    }

    @Test
    void filters_changeInTheOrderOfTheList_andSeeTheReplyTheOtherWayRound() {
        hall.high.filters.add(
                before("high", r -> RequestDecision.change(Map.of("seconds", 0)).now()));
        hall.low.filters.add(before("low", r -> RequestDecision.pass().now()));
        hall.changed();
        assertThat(hall.ask("admin", SLOW, "{\"seconds\":\"nonsense\"}")).contains("\"seconds\":0");
        assertThat(seen)
                .containsExactly(
                        "high before {seconds=nonsense}",
                        "low before {seconds=0}",
                        "low after {seconds=0}",
                        "high after {seconds=0}");
    }

    @Test
    void aFilterThatAnswers_isTheLastThatSeesIt_andThoseBeforeSeeTheAnswer() {
        hall.high.filters.add(before("high", r -> RequestDecision.pass().now()));
        hall.low.filters.add(
                before("low", r -> RequestDecision.answer(Map.of("by", "low")).now()));
        hall.changed();
        assertThat(hall.ask("admin", SLOW, "{\"seconds\":900}")).contains("\"by\":\"low\"");
        assertThat(seen)
                .containsExactly("high before {seconds=900}", "low before {seconds=900}", "high after {by=low}");
        hall.list("low", "high", "fake");
        seen.clear();
        assertThat(hall.ask("admin", SLOW, "{\"seconds\":900}")).contains("\"by\":\"low\"");
        assertThat(seen).containsExactly("low before {seconds=900}");
    }

    @Test
    void aFilter_refuses_andChangesReplies_andTurnsErrorsIntoAnswers() {
        hall.high.filters.add(after(reply -> reply.error().isPresent()
                ? ReplyDecision.answer(Map.of("was", reply.error().get().code().label()))
                : ReplyDecision.refuse(CoreError.INVALID_STATE.error())));
        hall.changed();
        assertThat(hall.ask("admin", SLOW, "{\"seconds\":0}")).contains("\"invalid_state\"");
        assertThat(hall.ask("admin", SLOW, "{\"seconds\":-1}")).contains("\"was\":\"invalid_value\"");
        hall.low.filters.add(before(
                "low", r -> RequestDecision.refuse(CoreError.TIMEOUT.error()).now()));
        hall.changed();
        assertThat(hall.ask("admin", SLOW, "{\"seconds\":0}")).contains("\"was\":\"timeout\"");
    }

    @Test
    void aReplyRefusedByAFilter_undoesTheSession() {
        hall.high.filters.add(after(reply -> ReplyDecision.refuse(CoreError.INVALID_STATE.error())));
        hall.changed();
        assertThat(hall.ask("ann", "media/session/create", "{\"type\":\"park\",\"session_id\":\"session-1\"}"))
                .contains("\"invalid_state\"")
                .doesNotContain("created");
        hall.high.filters.clear();
        hall.changed();
        assertThat(hall.ask("ann", "media/session/get_list", "{}")).doesNotContain("session-1");
    }

    @Test
    void aFilterThatThrows_orFails_orSaysNothing_orGivesNoData_isSkipped_andCounted() {
        hall.high.filters.add(before("throws", r -> {
            throw new IllegalStateException("a bug");
        }));
        hall.high.filters.add(before("fails", r -> CompletableFuture.failedStage(new IllegalStateException("a bug"))));
        hall.high.filters.add(
                before("no data", r -> RequestDecision.answer(new Object()).now()));
        hall.low.filters.add(before("good", r -> RequestDecision.pass().now()));
        hall.changed();
        assertThat(hall.ask("admin", SLOW, "{\"seconds\":0}")).contains("\"seconds\":0");
        assertThat(seen).contains("good after {seconds=0}").noneMatch(line -> line.startsWith("throws after"));
        assertThat(hall.world.service.plugins()).anyMatch(line -> line.startsWith("high") && line.contains("3 failed"));
    }

    @Test
    void aFilterThatTakesMoreThanASecond_isSkippedForThisRequest_andLaterRequestsWait() {
        hall.high.filters.add(before("slow", r -> new CompletableFuture<>()));
        hall.changed();
        assertThat(hall.ask("admin", SLOW, "{\"seconds\":0}")).isEmpty();
        assertThat(hall.ask("admin", "core/user/list", "{}")).isEmpty();
        hall.world.time.advance(Duration.ofMillis(999));
        assertThat(hall.heard("admin")).doesNotContain("result");
        hall.world.time.advance(Duration.ofMillis(1));
        assertThat(hall.heard("admin")).contains("\"seconds\":0").doesNotContain("ann");
        hall.world.time.advance(Duration.ofSeconds(1));
        assertThat(hall.heard("admin")).contains("\"ann\"");
    }

    @Test
    void anAuthorizer_allowsWhatRolesForbid_deniesWhatTheyAllow_andPassesTheRest() {
        hall.high.authorizers.add(commands(r -> switch (r.command().cmd()) {
            case "list" -> AccessDecision.allow().now();
            case "get_subscriptions" -> AccessDecision.deny().now();
            default -> AccessDecision.pass().now();
        }));
        assertThat(hall.ask("ann", "core/user/list", "{}")).contains("\"unauthorized\"");
        hall.changed();
        assertThat(hall.ask("ann", "core/user/list", "{}")).contains("\"ann\"");
        assertThat(hall.ask("ann", "core/event/get_subscriptions", "{}")).contains("\"unauthorized\"");
        assertThat(hall.ask("ann", "core/user/get", "{\"user\":\"ann\"}")).contains("\"unauthorized\"");
        assertThat(hall.ask("ann", "core/core/ping", "{}")).contains("\"ok\"");
    }

    @Test
    void anAuthorizerThatThrows_orIsSilentForASecond_denies() {
        hall.low.authorizers.add(commands(r -> {
            throw new IllegalStateException("a bug");
        }));
        hall.changed();
        assertThat(hall.ask("admin", "core/user/list", "{}")).contains("\"unauthorized\"");
        hall.high.authorizers.add(commands(r -> new CompletableFuture<>()));
        hall.changed();
        assertThat(hall.ask("admin", "core/user/list", "{}")).isEmpty();
        hall.world.time.advance(Duration.ofSeconds(1));
        assertThat(hall.heard("admin")).contains("\"unauthorized\"");
    }

    @Test
    void aSubscription_isDecidedByAuthorizers() {
        hall.high.authorizers.add(new Authorizer() {
            @Override
            public CompletionStage<AccessDecision> subscription(SubscriptionRequest request) {
                return (request.eventClass().equals("weather") ? AccessDecision.allow() : AccessDecision.deny()).now();
            }
        });
        hall.changed();
        assertThat(hall.ask("ann", "core/event/subscribe", "{\"class\":\"weather\"}"))
                .contains("\"ok\"");
        assertThat(hall.ask("admin", "core/event/subscribe", "{\"class\":\"media\"}"))
                .contains("\"unauthorized\"");
    }
}
