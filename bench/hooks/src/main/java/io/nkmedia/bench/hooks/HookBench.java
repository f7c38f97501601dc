package io.nkmedia.bench.hooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nkmedia.api.command.Caller;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.hook.RequestFilter;
import io.nkmedia.core.internal.hook.Entry;
import io.nkmedia.core.internal.hook.Hooks;
import io.nkmedia.core.internal.hook.Reply;
import io.nkmedia.core.internal.hook.Request;
import io.nkmedia.core.internal.hook.ServiceHooks;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.testing.ManualTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A request's way to its command and back: without the question for hooks, with it, and through filters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HookBench {
    /** How many filters there are. */
    @Param({"0", "1", "10"})
    public int filters;

    private final Json json = new Json();
    private final ServiceHooks hooks = new ServiceHooks("bench", new ManualTime(), json);
    private final Caller caller = new Somebody();

    /** Makes the chain. */
    @Setup(Level.Trial)
    public void chain() {
        var entry = Entry.<RequestFilter>of("bench", new RequestFilter() {});
        hooks.set(new Hooks(
                List.of(), List.of(), List.of(), Collections.nCopies(filters, entry), List.of(), List.of()));
    }

    private CompletionStage<Object> command() {
        return CompletableFuture.completedStage(caller);
    }

    /** A service that knew no hooks. */
    @Benchmark
    public Object withoutHooks() {
        return command().toCompletableFuture().join();
    }

    /** A service with this many filters, as a request meets it. */
    @Benchmark
    public Object withHooks() {
        if (!hooks.onRequests()) {
            return command().toCompletableFuture().join();
        }
        var request = new Request(caller, JsonNodeFactory.instance.objectNode(), json);
        return hooks.admit(request, false)
                .thenCompose(admission -> command().thenCompose(data -> hooks.replied(admission, Reply.ok(data, json))))
                .toCompletableFuture()
                .join()
                .value();
    }

    private record Somebody() implements Caller {
        @Override
        public String service() {
            return "bench";
        }

        @Override
        public String user() {
            return "somebody";
        }

        @Override
        public String sessionId() {
            return "connection";
        }

        @Override
        public Set<String> roles() {
            return Set.of();
        }

        @Override
        public boolean any() {
            return true;
        }

        @Override
        public CommandName command() {
            return new CommandName("bench", "core", "nothing");
        }

        @Override
        public Optional<String> userAgent() {
            return Optional.empty();
        }
    }
}
