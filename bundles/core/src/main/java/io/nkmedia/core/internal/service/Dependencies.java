package io.nkmedia.core.internal.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The order in which plugins are asked: as listed, but each before those that it requires, which are added.
 *
 * @param order all of them; those of a cycle last
 * @param cycle plugins that require each other in a circle, each the one after it; empty if there are none
 */
record Dependencies(List<String> order, List<String> cycle) {
    static Dependencies of(List<String> listed, Function<String, List<String>> requires) {
        var open = new LinkedHashSet<>(listed);
        for (var queue = new ArrayList<>(listed); !queue.isEmpty(); ) {
            requires.apply(queue.remove(0)).stream().filter(open::add).forEach(queue::add);
        }
        var order = new ArrayList<String>();
        while (true) {
            var next = open.stream()
                    .filter(plugin -> open.stream()
                            .noneMatch(other -> requires.apply(other).contains(plugin)))
                    .findFirst();
            if (next.isEmpty()) {
                break;
            }
            order.add(next.get());
            open.remove(next.get());
        }
        order.addAll(open);
        return new Dependencies(List.copyOf(order), circle(List.copyOf(open), requires));
    }

    /** Each plugin that is left is required by one that is left: going back from one to the other must end in a circle. */
    private static List<String> circle(List<String> left, Function<String, List<String>> requires) {
        var path = new ArrayList<String>();
        var at = left.isEmpty() ? Optional.<String>empty() : Optional.of(left.get(0));
        while (at.isPresent() && !path.contains(at.get())) {
            var here = at.get();
            path.add(0, here);
            at = left.stream()
                    .filter(other -> requires.apply(other).contains(here))
                    .findFirst();
        }
        var circle = at.map(again -> new ArrayList<>(path.subList(0, path.indexOf(again) + 1)))
                .orElseGet(ArrayList::new);
        // It begins with the one that the reader has listed first.
        left.stream()
                .filter(circle::contains)
                .findFirst()
                .ifPresent(first -> Collections.rotate(circle, -circle.indexOf(first)));
        return List.copyOf(circle);
    }

    /** The circle in words; empty if there is none. */
    String problem() {
        return cycle.isEmpty() ? "" : String.join(" requires ", cycle) + " requires " + cycle.get(0);
    }
}
