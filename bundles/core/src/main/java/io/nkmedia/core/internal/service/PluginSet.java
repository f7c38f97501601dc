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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins of one service, in its order. Changed on the service's mailbox, read by anybody. */
final class PluginSet implements Backends {
    private static final Logger LOG = LoggerFactory.getLogger(PluginSet.class);

    private final Plugins plugins;
    private final Function<String, PluginContext> contexts;
    private volatile Map<String, PluginSlot> slots = Map.of();
    private List<String> wanted = List.of();
    private String problem = "";

    PluginSet(Plugins plugins, Function<String, PluginContext> contexts) {
        this.plugins = plugins;
        this.contexts = contexts;
    }

    /** Makes the slots just these; completes when those that went have stopped and the others are updated. */
    CompletionStage<Void> set(List<String> names) {
        wanted = names;
        var before = slots;
        arrange();
        var steps = new ArrayList<CompletableFuture<Void>>();
        before.forEach((name, slot) ->
                steps.add((slots.containsKey(name) ? slot.update() : slot.stop()).toCompletableFuture()));
        fill();
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
    }

    /** Plugins have come or gone; true if that changes something here. */
    boolean refresh() {
        var before = slots;
        arrange();
        before.forEach((name, slot) -> {
            if (!slots.containsKey(name)) {
                slot.stop();
            }
        });
        boolean filled = fill();
        return filled || !before.keySet().equals(slots.keySet());
    }

    private void arrange() {
        var before = slots;
        var needed = Dependencies.of(wanted, name -> requires(before, name));
        var next = new LinkedHashMap<String, PluginSlot>();
        needed.order()
                .forEach(name ->
                        next.put(name, before.getOrDefault(name, new PluginSlot(name, plugins, contexts.apply(name)))));
        slots = Collections.unmodifiableMap(next);
        if (!needed.problem().isEmpty() && !needed.problem().equals(problem)) {
            LOG.error("Plugins that require each other can't start: {}", needed.problem());
        }
        problem = needed.problem();
    }

    /** What a plugin requires, or did when it was last there: its upgrade must not stop what it stands on. */
    private List<String> requires(Map<String, PluginSlot> known, String name) {
        var slot = known.get(name);
        var installed = plugins.requires(name);
        return installed.isPresent() || slot == null ? installed.orElse(List.of()) : slot.required();
    }

    /** From the bottom: a plugin starts when all that it requires are there. */
    private boolean fill() {
        var fromBelow = new ArrayList<>(slots.values());
        Collections.reverse(fromBelow);
        boolean changed = false;
        for (var slot : fromBelow) {
            var required = requires(slots, slot.plugin());
            boolean ready = required.stream()
                    .allMatch(name -> slot(name).filter(PluginSlot::isFilled).isPresent());
            changed |= slot.refresh(ready, required);
        }
        return changed;
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
