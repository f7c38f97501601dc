package io.nkmedia.core.internal.hook;

import io.nkmedia.api.hook.AccessDecision;
import io.nkmedia.api.hook.Authorizer;
import io.nkmedia.api.hook.ReplyDecision;
import io.nkmedia.api.hook.RequestDecision;
import io.nkmedia.api.hook.RequestFilter;
import io.nkmedia.api.hook.SubscriptionRequest;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes requests through authorizers and filters. Safe for use by any thread. */
final class RequestHooks {
    private static final String BEFORE = "the request filter";
    private static final String SKIPPED = "it is skipped for this request";

    /** A filter that failed: it doesn't see the reply either. Known by identity. */
    private static final RequestDecision FAILED = RequestDecision.change(Map.of());

    private final Mishaps mishaps;
    private final Json json;
    private final Chain<Authorizer, AccessDecision> authorizers;
    private final Chain<RequestFilter, RequestDecision> before;
    private final Chain<RequestFilter, ReplyDecision> after;

    RequestHooks(Mishaps mishaps, Time time, Json json) {
        this.mishaps = mishaps;
        this.json = json;
        authorizers = new Chain<>("the authorizer", "which denies", mishaps, time);
        before = new Chain<>(BEFORE, SKIPPED, mishaps, time);
        after = new Chain<>(BEFORE, SKIPPED, mishaps, time);
    }

    /** @param free whether it is a command that needs nobody's permission */
    CompletionStage<Admission> admit(Hooks hooks, Request request, boolean free) {
        if (free || hooks.authorizers().isEmpty()) {
            return filter(hooks.filters(), Admission.of(request));
        }
        return decide(hooks, authorizer -> authorizer.command(request))
                .thenCompose(decision -> filter(hooks.filters(), authorized(request, decision)));
    }

    private static Admission authorized(Request request, AccessDecision decision) {
        var admission = Admission.of(request);
        if (decision.allowed()) {
            return admission.allowed(decision.data().map(request::with).orElse(request));
        }
        return decision.refusal().map(admission::refused).orElse(admission);
    }

    private CompletionStage<Admission> filter(List<Entry<RequestFilter>> filters, Admission admission) {
        return admission.over() || filters.isEmpty()
                ? CompletableFuture.completedStage(admission)
                : before.fold(filters, 0, admission, this::pass, Admission::over);
    }

    private CompletionStage<Admission> pass(Entry<RequestFilter> filter, Admission soFar) {
        return before.one(filter, f -> f.before(soFar.request()), FAILED)
                .thenApply(decision -> after(filter, soFar, decision));
    }

    private Admission after(Entry<RequestFilter> filter, Admission soFar, RequestDecision decision) {
        if (decision == FAILED) {
            return soFar;
        }
        return usable(filter, soFar, () -> {
            if (decision.refusal().isPresent()) {
                return soFar.refused(decision.refusal().get());
            }
            if (decision.answer().isPresent()) {
                return soFar.answered(json.tree(decision.answer().get()));
            }
            return soFar.passedBy(
                    filter, decision.changed().map(soFar.request()::with).orElse(soFar.request()));
        });
    }

    /** The filters that passed the request on, the last one first. */
    CompletionStage<Reply> replied(Admission admission, Reply reply) {
        var back = new ArrayList<>(admission.seen());
        Collections.reverse(back);
        return after.fold(
                back,
                0,
                reply,
                (filter, soFar) -> after.one(filter, f -> f.after(admission.request(), soFar), ReplyDecision.pass())
                        .thenApply(decision -> usable(filter, soFar, () -> changed(soFar, decision))),
                soFar -> false);
    }

    private Reply changed(Reply soFar, ReplyDecision decision) {
        return decision.refusal()
                .map(why -> Reply.failed(why, json))
                .or(() -> decision.answer().map(data -> Reply.ok(json.tree(data), json)))
                .orElse(soFar);
    }

    /** What a filter hands over may be no data at all: then the filter has failed. */
    private <S> S usable(Entry<RequestFilter> filter, S otherwise, Supplier<S> result) {
        try {
            return result.get();
        } catch (RuntimeException noData) {
            mishaps.failed(filter.plugin(), BEFORE, noData, SKIPPED);
            return otherwise;
        }
    }

    /** What the authorizers say to a subscription: empty if the roles decide. */
    CompletionStage<Optional<AccessDecision>> subscription(Hooks hooks, SubscriptionRequest request) {
        return decide(hooks, authorizer -> authorizer.subscription(request))
                .thenApply(decision -> Optional.of(decision).filter(d -> !d.passed()));
    }

    private CompletionStage<AccessDecision> decide(
            Hooks hooks, Function<Authorizer, CompletionStage<AccessDecision>> ask) {
        return authorizers.decide(
                hooks.authorizers(), ask, AccessDecision::passed, AccessDecision.pass(), AccessDecision.deny());
    }
}
