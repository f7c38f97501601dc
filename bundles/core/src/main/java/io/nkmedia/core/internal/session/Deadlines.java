package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Description;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The timers of a session (media-session.md §3); they end with its scope. Belongs to the session's mailbox. */
final class Deadlines {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Time time;
    private final Scope scope;
    private final Consumer<Runnable> post;
    private final Consumer<CoreError> late;
    private Optional<Time.Timer> life = Optional.empty();

    /**
     * @param post brings a task to the mailbox
     * @param late told {@code timeout} when the start has taken too long, {@code session_timeout} when the life has
     */
    Deadlines(Time time, Scope scope, Consumer<Runnable> post, Consumer<CoreError> late) {
        this.time = time;
        this.scope = scope;
        this.post = post;
        this.late = late;
    }

    /** The session starts. */
    void start() {
        after(START_TIMEOUT, () -> late.accept(CoreError.TIMEOUT));
    }

    /** How long the session may live on: replaces what was said before. */
    void life(Duration limit) {
        life.ifPresent(Time.Timer::close);
        life = Optional.of(after(limit, () -> late.accept(CoreError.SESSION_TIMEOUT)));
    }

    /** Runs a task on the mailbox, unless the session is over then. */
    void post(Runnable task) {
        post.accept(task);
    }

    Time.Timer after(Duration delay, Runnable task) {
        return scope.after(time, delay, () -> post.accept(task));
    }

    /** Fails what isn't there in time. */
    CompletableFuture<Description> within(Duration limit, CompletableFuture<Description> made) {
        if (!made.isDone()) {
            var timer = after(limit, () -> made.completeExceptionally(CoreError.TIMEOUT.error()));
            made.whenComplete((description, failure) -> timer.close());
        }
        return made;
    }
}
