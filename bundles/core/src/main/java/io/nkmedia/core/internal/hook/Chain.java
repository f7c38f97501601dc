package io.nkmedia.core.internal.hook;

import io.nkmedia.base.Stages;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks the hooks of one kind one after the other. While all answer at once nothing is scheduled and no thread is changed.
 *
 * @param kind what the log calls it
 * @param instead what the log says happens when one fails
 */
record Chain<T, D>(String kind, String instead, Mishaps mishaps, Time time) {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /**
     * The first decision that isn't a pass.
     *
     * @param onFailure the decision of one that failed or took longer than 1 s
     */
    CompletionStage<D> decide(
            List<Entry<T>> entries, Function<T, CompletionStage<D>> ask, Predicate<D> passed, D pass, D onFailure) {
        return fold(
                entries, 0, pass, (entry, before) -> one(entry, ask, onFailure), decision -> !passed.test(decision));
    }

    /**
     * Takes a state through all entries.
     *
     * @param step gives the state after an entry
     * @param over whether the entries that are left aren't asked
     */
    <S> CompletionStage<S> fold(
            List<Entry<T>> entries,
            int from,
            S state,
            BiFunction<Entry<T>, S, CompletionStage<S>> step,
            Predicate<S> over) {
        if (from == entries.size()) {
            return CompletableFuture.completedStage(state);
        }
        return step.apply(entries.get(from), state)
                .thenCompose(next -> over.test(next)
                        ? CompletableFuture.completedStage(next)
                        : fold(entries, from + 1, next, step, over));
    }

    /** One hook's decision, which never fails. */
    CompletionStage<D> one(Entry<T> entry, Function<T, CompletionStage<D>> ask, D onFailure) {
        CompletableFuture<D> answer;
        try {
            answer = ask.apply(entry.hook()).toCompletableFuture();
        } catch (RuntimeException | LinkageError failure) {
            mishaps.failed(entry.plugin(), kind, failure, instead);
            return CompletableFuture.completedStage(onFailure);
        }
        if (answer.isDone() && !answer.isCompletedExceptionally() && answer.getNow(null) != null) {
            return answer;
        }
        var result = new CompletableFuture<D>();
        Time.Timer limit = entry.patient()
                ? () -> {}
                : time.after(LIMIT, () -> {
                    if (result.complete(onFailure)) {
                        mishaps.late(entry.plugin(), kind, instead);
                    }
                });
        answer.whenComplete((decision, failure) -> {
            limit.close();
            if (failure == null && decision != null) {
                result.complete(decision);
            } else if (result.complete(onFailure)) {
                mishaps.failed(entry.plugin(), kind, cause(failure), instead);
            }
        });
        return result;
    }

    private static Throwable cause(Throwable failure) {
        if (failure == null) {
            return new NullPointerException("no decision");
        }
        return Stages.cause(failure);
    }
}
