package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Leg;
import io.nkmedia.base.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** What is asked of a leg that opens or is away, in order. Belongs to the session's mailbox. */
final class LegWaiters {
    /** So much waits; one more is refused. */
    private static final int MAX = 256;

    private record Waiter(Consumer<Leg> task, Consumer<ApiException> failed) {}

    private final List<Waiter> all = new ArrayList<>();

    <T> CompletionStage<T> add(Function<Leg, CompletionStage<T>> task) {
        if (all.size() >= MAX) {
            return CompletableFuture.failedStage(CoreError.TOO_MANY_REQUESTS.error());
        }
        var result = new CompletableFuture<T>();
        all.add(new Waiter(leg -> Stages.pass(task.apply(leg), result), result::completeExceptionally));
        return result;
    }

    /** The leg is there. */
    void serve(Leg leg) {
        taken().forEach(each -> each.task().accept(leg));
    }

    void fail(ApiException why) {
        taken().forEach(each -> each.failed().accept(why));
    }

    private List<Waiter> taken() {
        var taken = List.copyOf(all);
        all.clear();
        return taken;
    }
}
