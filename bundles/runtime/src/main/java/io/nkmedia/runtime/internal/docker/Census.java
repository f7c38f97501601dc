package io.nkmedia.runtime.internal.docker;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which containers of ours run at one Docker engine, as far as is known. Safe for use by any thread. */
final class Census {
    private final Map<String, Life> containers = new ConcurrentHashMap<>();

    private enum Life {
        /** About to be made, made, or being started: that it isn't seen to run means nothing. */
        COMES,
        /** Was started by somebody before: whether it runs isn't known yet. */
        UNSURE,
        RUNS,
        ENDED,
        /** Is wanted no more, and could not be removed yet. */
        LEFT
    }

    void comes(String name) {
        containers.put(name, Life.COMES);
    }

    /** Unless its end was told meanwhile. */
    void runs(String name) {
        containers.replace(name, Life.COMES, Life.RUNS);
    }

    /** Enters what was started by somebody before. */
    void expect(String name) {
        containers.putIfAbsent(name, Life.UNSURE);
    }

    boolean isUnsure(String name) {
        return containers.get(name) == Life.UNSURE;
    }

    /** What was found out about it. */
    void found(String name, boolean running) {
        containers.replace(name, Life.UNSURE, running ? Life.RUNS : Life.ENDED);
    }

    void ended(String name) {
        containers.computeIfPresent(name, (same, before) -> Life.ENDED);
    }

    /** It is nobody's any more. */
    void forget(String name) {
        containers.remove(name);
    }

    /** It is nobody's any more, but still there. */
    void leave(String name) {
        containers.put(name, Life.LEFT);
    }

    /** False, too, if it isn't known at all. */
    boolean alive(String name) {
        var life = containers.get(name);
        return life == Life.COMES || life == Life.UNSURE || life == Life.RUNS;
    }

    boolean isEmpty() {
        return containers.isEmpty();
    }

    /** What was thought to run and doesn't has ended: events may have been missed. */
    void compare(Map<String, Boolean> all) {
        containers.replaceAll((name, life) ->
                (life == Life.UNSURE || life == Life.RUNS) && !all.getOrDefault(name, false) ? Life.ENDED : life);
        containers.entrySet().removeIf(each -> each.getValue() == Life.LEFT && !all.containsKey(each.getKey()));
    }

    /** Of these, those that nobody here has asked for. */
    Set<String> strangers(Set<String> all, Predicate<String> spared) {
        return all.stream()
                .filter(name -> containers.getOrDefault(name, Life.LEFT) == Life.LEFT)
                .filter(spared.negate())
                .collect(Collectors.toSet());
    }
}
