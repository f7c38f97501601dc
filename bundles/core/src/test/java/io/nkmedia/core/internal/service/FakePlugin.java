package io.nkmedia.core.internal.service;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Caller;
import io.nkmedia.api.command.CommandSpec;
import io.nkmedia.api.command.Field;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.FakeBackend;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A plugin with one backend and two commands: one takes as long as it is told, one has a bug. */
final class FakePlugin implements ServiceExtension {
    final FakeBackend backend;
    private final Time time;

    /** How often its configuration has changed. */
    int updates;

    /** How often it was stopped. */
    int stops;

    /** The key that it doesn't want. */
    Optional<String> refuses = Optional.empty();

    /** Whether it lacks a class, as a bundle may that was built against something else. */
    boolean broken;

    FakePlugin(Time time) {
        this.time = time;
        backend = new FakeBackend("fake1", time);
    }

    /** How long to take. */
    record Seconds(
            @Field(value = "Seconds", min = 0, max = 1000) int seconds,
            @Field("Nested") Optional<Inner> inner) {}

    /** A nested object. */
    record Inner(
            @Field("A flag") boolean flag,
            @Field(value = "Names", max = 2) List<String> names) {}

    private record Slow(Time time) implements ApiCommand<Seconds> {
        @Override
        public CommandSpec<Seconds> spec() {
            return CommandSpec.of("test/core/slow", Seconds.class, "Takes its time.", "seconds")
                    .within(Duration.ofSeconds(100));
        }

        @Override
        public CompletionStage<? extends Object> run(Seconds p, Caller caller) {
            var done = new CompletableFuture<Map<String, Object>>();
            time.after(Duration.ofSeconds(p.seconds()), () -> done.complete(Map.of("seconds", p.seconds())));
            return done;
        }
    }

    private record Buggy() implements ApiCommand<Seconds> {
        @Override
        public CommandSpec<Seconds> spec() {
            return CommandSpec.of("test/core/buggy", Seconds.class, "Has a bug.", "nothing");
        }

        @Override
        public CompletionStage<? extends Object> run(Seconds p, Caller caller) {
            if (p.seconds() > 1) {
                throw new NoClassDefFoundError("a text that no client may see");
            }
            throw new IllegalStateException("a text that no client may see");
        }
    }

    @Override
    public CompletionStage<Void> start(ServiceContext context) {
        return answer();
    }

    @Override
    public CompletionStage<Void> update(ServiceContext context) {
        updates++;
        return answer();
    }

    private CompletionStage<Void> answer() {
        return refuses.<CompletionStage<Void>>map(
                        key -> CompletableFuture.failedStage(CoreError.INVALID_VALUE.field(key, "is not for us")))
                .orElse(CompletableFuture.completedStage(null));
    }

    @Override
    public CompletionStage<Void> stop() {
        stops++;
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Collection<ApiCommand<?>> commands() {
        return List.of(new Slow(time), new Buggy());
    }

    @Override
    public Collection<MediaBackend> backends() {
        if (broken) {
            throw new NoClassDefFoundError("on purpose");
        }
        return List.of(backend);
    }
}
