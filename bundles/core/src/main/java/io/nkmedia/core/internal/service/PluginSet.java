package io.nkmedia.core.internal.service;

import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.core.internal.session.Backends;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The plugins of one service, in its order. Changed on the service's mailbox, read by anybody. */
final class PluginSet implements Backends {
    private final Plugins plugins;
    private final Function<String, PluginContext> contexts;
    private volatile Map<String, PluginSlot> slots = Map.of();

    PluginSet(Plugins plugins, Function<String, PluginContext> contexts) {
        this.plugins = plugins;
        this.contexts = contexts;
    }

    /** Makes the slots just these; completes when those that went have stopped and the others are updated. */
    CompletionStage<Void> set(List<String> names) {
        var before = slots;
        var next = new LinkedHashMap<String, PluginSlot>();
        names.forEach(name ->
                next.put(name, before.getOrDefault(name, new PluginSlot(name, plugins, contexts.apply(name)))));
        slots = Collections.unmodifiableMap(next);
        var steps = new ArrayList<CompletableFuture<Void>>();
        before.forEach((name, slot) ->
                steps.add((next.containsKey(name) ? slot.update() : slot.stop()).toCompletableFuture()));
        next.values().forEach(PluginSlot::refresh);
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
    }

    List<PluginSlot> slots() {
        return List.copyOf(slots.values());
    }

    Optional<PluginSlot> slot(String plugin) {
        return Optional.ofNullable(slots.get(plugin));
    }

    /** Gives all instances back without ending what they have outside. */
    void release() {
        slots.values().forEach(PluginSlot::release);
    }

    Optional<ApiCommand<?>> command(CommandName name) {
        for (var slot : slots.values()) {
            for (var command : slot.commands()) {
                if (command.spec().name().equals(name)) {
                    return Optional.of(command);
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public List<MediaBackend> all() {
        var all = new ArrayList<MediaBackend>();
        slots.values().forEach(slot -> all.addAll(slot.backends()));
        return all;
    }
}
