package io.nkmedia.core.internal.event;

import io.nkmedia.api.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The events of one service. A subscriber gets an event once, however many of its subscriptions match. Publishers never
 * wait: each subscriber has a bounded queue of its own. Safe for use by any thread.
 */
public final class EventBus {
    private record Entry(Subscriber subscriber, Subscription.Kind kind) {}

    private final Map<Pattern, Map<Entry, Subscription>> byPattern = new ConcurrentHashMap<>();

    /** Adds a subscription, or replaces the one of the same pattern and kind. */
    public void subscribe(Subscriber subscriber, Subscription subscription) {
        byPattern.compute(subscription.pattern(), (pattern, entries) -> {
            var changed = entries == null ? new ConcurrentHashMap<Entry, Subscription>() : entries;
            changed.put(new Entry(subscriber, subscription.kind()), subscription);
            return changed;
        });
    }

    /** Takes a subscription away; without effect if there is none. */
    public void unsubscribe(Subscriber subscriber, Pattern pattern, Subscription.Kind kind) {
        byPattern.computeIfPresent(pattern, (same, entries) -> {
            entries.remove(new Entry(subscriber, kind));
            return entries.isEmpty() ? null : entries;
        });
    }

    /** The object of this pattern is over: those who have direct events of it are told. */
    public void retire(Pattern pattern) {
        byPattern.getOrDefault(pattern, Map.of()).keySet().stream()
                .filter(entry ->
                        entry.kind() == Subscription.Kind.DIRECT || entry.kind() == Subscription.Kind.WHILE_IT_LIVES)
                .forEach(entry -> entry.subscriber().retired(pattern));
    }

    /** How many patterns somebody is subscribed to. */
    public int patterns() {
        return byPattern.size();
    }

    /** Whether somebody has asked for events like this by its very type: what costs something is made for those only. */
    public boolean isAskedFor(Event event) {
        var type = event.type().orElse(Pattern.ANY);
        return Pattern.matching(event).stream()
                .flatMap(pattern -> byPattern.getOrDefault(pattern, Map.of()).values().stream())
                .anyMatch(s -> s.pattern().type().equals(type) || s.types().contains(type));
    }

    /** Gives the event to all whose subscriptions match. */
    public void publish(Event event) {
        var matches = new LinkedHashMap<Subscriber, List<Subscription>>();
        for (var pattern : Pattern.matching(event)) {
            byPattern.getOrDefault(pattern, Map.of()).forEach((entry, subscription) -> {
                if (wants(subscription, event)) {
                    matches.computeIfAbsent(entry.subscriber(), s -> new ArrayList<>())
                            .add(subscription);
                }
            });
        }
        var notice = new Notice(event);
        matches.forEach((subscriber, subscriptions) -> subscriber.deliver(notice.of(merged(event, subscriptions))));
    }

    private static boolean wants(Subscription subscription, Event event) {
        return subscription.kind() != Subscription.Kind.WHILE_IT_LIVES
                && (subscription.types().isEmpty()
                        || event.type().map(subscription.types()::contains).orElse(false));
    }

    /** The less specific subscription's body first, then the more specific one's, then the event's own. */
    private static Event merged(Event event, List<Subscription> subscriptions) {
        if (subscriptions.stream().allMatch(s -> s.body().isEmpty())) {
            return event;
        }
        var body = new LinkedHashMap<String, Object>();
        subscriptions.stream()
                .sorted(Comparator.comparingInt(s -> s.pattern().specificity()))
                .forEach(s -> body.putAll(s.body()));
        body.putAll(event.body());
        return event.withBody(body);
    }
}
