package io.nkmedia.upgrade.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How some bundles are at a moment.
 *
 * @param active symbolic names of those that are active
 * @param ill what is wrong with a component, by bundle and component
 * @param well components without anything wrong
 * @param services the contracts that each publishes, as {@code bundle: contract}
 */
record Health(Set<String> active, Map<String, String> ill, Set<String> well, Set<String> services) {
    Health {
        active = new TreeSet<>(active);
        ill = new TreeMap<>(ill);
        well = new TreeSet<>(well);
        services = new TreeSet<>(services);
    }

    /** What is worse than {@code before}, as sentences; empty if nothing is. */
    List<String> worseThan(Health before) {
        var worse = new ArrayList<String>();
        before.active.stream()
                .filter(name -> !active.contains(name))
                .forEach(name -> worse.add(name + " is not active"));
        ill.forEach((component, why) -> {
            if (!before.ill.containsKey(component)) {
                worse.add(component + ": " + why);
            }
        });
        if (worse.isEmpty()) {
            before.services.stream()
                    .filter(service -> !services.contains(service))
                    .forEach(service -> worse.add(service + " is not published any more"));
        }
        return worse;
    }
}
