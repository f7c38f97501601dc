package io.nkmedia.core.internal.callback;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Which programs have registered for which callbacks of a service. Safe for use by any thread. */
public final class Registrations {
    private record Registration(Program program, int priority) {}

    private final Map<String, List<Registration>> byName = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final Supplier<CompletionStage<Void>> changed;

    /** @param changed told when a callback may have got its first program or lost its last; completes when that counts */
    public Registrations(Supplier<CompletionStage<Void>> changed) {
        this.changed = changed;
    }

    /** Registers a program, or changes its priority; completes when it will be asked. */
    public CompletionStage<Void> add(String name, Program program, int priority) {
        return change(name, list -> {
            list.removeIf(registration -> registration.program().equals(program));
            list.add(new Registration(program, priority));
            list.sort(Comparator.comparingInt(Registration::priority).reversed());
            return list;
        });
    }

    /** Without effect if it isn't registered. */
    public CompletionStage<Void> remove(String name, Program program) {
        return change(name, list -> {
            list.removeIf(registration -> registration.program().equals(program));
            return list;
        });
    }

    /** The program is gone. */
    public void removeAll(Program program) {
        of(program).keySet().forEach(name -> remove(name, program));
    }

    /** What a program has registered for, with the priority. */
    public Map<String, Integer> of(Program program) {
        var mine = new TreeMap<String, Integer>();
        byName.forEach((name, list) -> list.stream()
                .filter(registration -> registration.program().equals(program))
                .forEach(registration -> mine.put(name, registration.priority())));
        return mine;
    }

    private CompletionStage<Void> change(String name, UnaryOperator<List<Registration>> how) {
        byName.compute(name, (same, before) -> {
            var after = how.apply(new ArrayList<>(before == null ? List.of() : before));
            return after.isEmpty() ? null : List.copyOf(after);
        });
        return changed.get();
    }

    public boolean isRegistered(String name) {
        return byName.containsKey(name);
    }

    public boolean isRegistered(String name, Program program) {
        return byName.getOrDefault(name, List.of()).stream()
                .anyMatch(registration -> registration.program().equals(program));
    }

    /** Whom to ask, one after the other: highest priority first, among equals each time another one. */
    List<Program> inTurn(String name) {
        var all = byName.getOrDefault(name, List.of());
        int shift = turns.computeIfAbsent(name, same -> new AtomicInteger())
                .getAndUpdate(before -> (before + 1) & Integer.MAX_VALUE);
        var order = new ArrayList<Program>();
        for (int from = 0; from < all.size(); ) {
            int to = from;
            while (to < all.size() && all.get(to).priority() == all.get(from).priority()) {
                to++;
            }
            int equals = to - from;
            for (int i = 0; i < equals; i++) {
                order.add(all.get(from + (i + shift) % equals).program());
            }
            from = to;
        }
        return order;
    }
}
