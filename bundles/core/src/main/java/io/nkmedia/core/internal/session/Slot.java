package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A session's offer or answer, and those who wait for it. Belongs to the session's mailbox. */
final class Slot {
    /** So many may wait; one more is refused. */
    private static final int MAX_WAITING = 64;

    private final List<CompletableFuture<Description>> waiting = new ArrayList<>();
    private Optional<Description> value = Optional.empty();

    Optional<Description> value() {
        return value;
    }

    /** What is remembered of an ended session must stay small. */
    void clear() {
        value = Optional.empty();
    }

    void set(Description description) {
        value = Optional.of(description);
        var all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(future -> future.complete(description));
    }

    /** Completes when it is there, or fails when the session ends first. */
    CompletableFuture<Description> when() {
        if (value.isPresent()) {
            return CompletableFuture.completedFuture(value.get());
        }
        waiting.removeIf(CompletableFuture::isDone);
        if (waiting.size() >= MAX_WAITING) {
            return CompletableFuture.failedFuture(CoreError.TOO_MANY_REQUESTS.error());
        }
        var future = new CompletableFuture<Description>();
        waiting.add(future);
        return future;
    }

    void fail(ApiException why) {
        var all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(future -> future.completeExceptionally(why));
    }
}
