package io.nkmedia.core.internal.service;

import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.core.internal.config.ServiceLog;
import io.nkmedia.core.internal.session.Backends;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.VersionRange;

/**
 * The plugins of one service, in its order. Changed on the service's mailbox, read by anybody. A change has two halves:
 * {@link #begin} starts and updates, and can be undone; {@link #finish} lets go of what isn't wanted any more.
 */
final class PluginSet implements Backends {
    private final Plugins plugins;
    private final Function<String, PluginSlot> maker;
    private final ServiceLog log;
    private volatile Map<String, PluginSlot> slots = Map.of();

    /** Those whose engines still carry something, and that end with it. */
    private volatile Map<String, PluginSlot> leaving = Map.of();

    private List<String> wanted = List.of();
    private Map<String, VersionRange> ranges = Map.of();
    private String problem = "";

    /** @param maker makes an empty slot for a plugin of this name */
    PluginSet(Plugins plugins, Function<String, PluginSlot> maker, ServiceLog log) {
        this.plugins = plugins;
        this.maker = maker;
        this.log = log;
    }

    /**
     * Starts those that are new, with what they require, and updates those that {@code changed} says it of; the others
     * aren't touched. Those that are no longer wanted stay for the moment, after the others. Fails with what the first
     * one says that refuses.
     *
     * @param versions of those of which not any version will do
     */
    CompletionStage<Void> begin(List<String> names, Map<String, VersionRange> versions, Predicate<String> changed) {
        wanted = names;
        ranges = versions;
        var before = slots;
        var left = leaving;
        var next = arranged();
        leaving = without(left, next.keySet());
        var steps = new ArrayList<CompletionStage<Void>>();
        next.forEach((name, slot) -> {
            if (left.containsKey(name) || (before.containsKey(name) && changed.test(name))) {
                steps.add(slot.update());
            }
        });
        before.forEach(next::putIfAbsent);
        slots = Collections.unmodifiableMap(next);
        var filled = next.values().stream().filter(PluginSlot::isFilled).toList();
        fill();
        next.values().stream()
                .filter(slot -> slot.isFilled() && (slot.isMoving() || !filled.contains(slot)))
                .forEach(slot -> steps.add(slot.started()));
        return all(steps);
    }

    /**
     * Lets those go that aren't wanted: at once, or when their engines carry nothing more. Completes when those that
     * went at once have stopped.
     */
    CompletionStage<Void> finish(Predicate<String> drains) {
        var next = arranged();
        var gone = new ArrayList<>(without(slots, next.keySet()).values());
        Collections.reverse(gone);
        slots = Collections.unmodifiableMap(next);
        var steps = new ArrayList<CompletionStage<Void>>();
        var later = new LinkedHashMap<>(leaving);
        for (var slot : gone) {
            if (drains.test(slot.plugin()) && !slot.isEmpty()) {
                later.put(slot.plugin(), slot);
                steps.add(slot.update());
            } else {
                steps.add(slot.stop());
            }
        }
        leaving = Collections.unmodifiableMap(later);
        return all(steps);
    }

    /** Ends those that were only waiting for their last session. True if there are more. */
    boolean sweep() {
        var left = new LinkedHashMap<>(leaving);
        left.values().removeIf(slot -> {
            boolean over = slot.isEmpty();
            if (over) {
                slot.stop();
            }
            return over;
        });
        leaving = Collections.unmodifiableMap(left);
        return !left.isEmpty();
    }

    /** Ends all, those that are leaving too. */
    CompletionStage<Void> stop() {
        wanted = List.of();
        var steps = new ArrayList<CompletionStage<Void>>();
        steps.add(finish(plugin -> false));
        leaving.values().forEach(slot -> steps.add(slot.stop()));
        leaving = Map.of();
        return all(steps);
    }

    private static Map<String, PluginSlot> without(Map<String, PluginSlot> slots, Collection<String> names) {
        var rest = new LinkedHashMap<>(slots);
        rest.keySet().removeAll(names);
        return rest;
    }

    private static CompletionStage<Void> all(List<CompletionStage<Void>> steps) {
        return CompletableFuture.allOf(
                steps.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    /** Plugins have come or gone; true if that changes something here. */
    boolean refresh() {
        var before = slots;
        slots = Collections.unmodifiableMap(arranged());
        before.forEach((name, slot) -> {
            if (!slots.containsKey(name)) {
                slot.stop();
            }
        });
        leaving.values().forEach(slot -> slot.refresh(true, slot.required(), range(slot.plugin())));
        boolean filled = fill();
        return filled || !before.keySet().equals(slots.keySet());
    }

    /** The slots of those that are wanted, and of what they require. */
    private Map<String, PluginSlot> arranged() {
        var known = new LinkedHashMap<>(slots);
        leaving.forEach(known::putIfAbsent);
        var needed = Dependencies.of(wanted, name -> requires(known, name));
        var next = new LinkedHashMap<String, PluginSlot>();
        for (var name : needed.order()) {
            var slot = known.get(name);
            next.put(name, slot == null ? maker.apply(name) : slot);
        }
        if (!needed.problem().isEmpty() && !needed.problem().equals(problem)) {
            log.error("plugins that require each other can't start: {}", needed.problem());
        }
        problem = needed.problem();
        return next;
    }

    /** What a plugin requires, or did when it was last there: its upgrade must not stop what it stands on. */
    private List<String> requires(Map<String, PluginSlot> known, String name) {
        var slot = known.get(name);
        var installed = plugins.requires(name, range(name));
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
            changed |= slot.refresh(ready, required, range(slot.plugin()));
        }
        return changed;
    }

    private VersionRange range(String plugin) {
        return ranges.getOrDefault(plugin, Plugins.ANY);
    }

    /** Those that only wait for their last session, too. */
    List<PluginSlot> everybody() {
        return Stream.concat(slots.values().stream(), leaving.values().stream()).toList();
    }

    List<PluginSlot> slots() {
        return List.copyOf(slots.values());
    }

    Optional<PluginSlot> slot(String plugin) {
        return Optional.ofNullable(slots.get(plugin)).or(() -> Optional.ofNullable(leaving.get(plugin)));
    }

    /** Gives all instances back without ending what they have outside. */
    void release() {
        everybody().forEach(PluginSlot::abandon);
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
        leaving.values().forEach(slot -> all.addAll(slot.backends()));
        return all;
    }
}
