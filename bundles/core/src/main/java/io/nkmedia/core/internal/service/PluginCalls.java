package io.nkmedia.core.internal.service;

import io.nkmedia.api.ApiException;
import io.nkmedia.base.Stages;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Calls of a plugin's code for one service. Any thread. */
final class PluginCalls {
    private final String plugin;
    private final PluginHost host;
    private volatile Optional<String> problem = Optional.empty();

    PluginCalls(String plugin, PluginHost host) {
        this.plugin = plugin;
        this.host = host;
    }

    /** What it failed to do last; for an operator. */
    Optional<String> problem() {
        return problem;
    }

    /** A plugin that fails, or does nothing for 10 s, is logged and hurts only what was asked of it. */
    CompletionStage<Void> guarded(String what, Supplier<CompletionStage<Void>> call) {
        var result = new CompletableFuture<Void>();
        var limit = host.limit(result);
        Stages.attempt(call).whenComplete((done, failure) -> {
            limit.close();
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(here(failure));
            }
        });
        return result.whenComplete((done, failure) -> {
            problem = Optional.ofNullable(failure).map(why -> "it failed to " + what);
            if (failure != null) {
                host.log().error("plugin {} failed to {}", plugin, what, failure);
            }
        });
    }

    /** What it says it has. One that can't say has nothing, or all that asks would fail; it is logged once. */
    <T> Collection<T> listed(String what, Supplier<Collection<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException | LinkageError failure) {
            var text = Optional.of("it failed to " + what);
            if (!problem.equals(text)) {
                problem = text;
                host.log().error("plugin {} failed to {}", plugin, what, failure);
            }
            return List.of();
        }
    }

    /** A plugin names its keys without its own name. */
    private Throwable here(Throwable failure) {
        var cause = Stages.cause(failure);
        return cause instanceof ApiException refused
                ? refused.at(refused.field().map(key -> plugin + "." + key).orElse(plugin))
                : cause;
    }
}
