package io.nkmedia.core.internal.connection;

import io.nkmedia.api.CoreError;
import io.nkmedia.core.internal.event.EventBus;
import io.nkmedia.core.internal.event.Notice;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscriber;
import io.nkmedia.core.internal.event.Subscription;
import io.nkmedia.core.internal.event.Subscription.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one connection is subscribed to. Belongs to the connection's mailbox. */
public final class Subscriptions {
    private record Key(Pattern pattern, Kind kind, Optional<String> service) {}

    /** A subscriber to another service's events: says whose they are. */
    private record Foreign(ClientConnection connection, String service) implements Subscriber {
        @Override
        public void deliver(Notice notice) {
            connection.deliver(notice.of(notice.event().ofService(service)));
        }

        @Override
        public void retired(Pattern pattern) {
            // Only objects of its own service are followed.
        }
    }

    private final ClientConnection connection;
    private final ConnectionHost service;
    private final Map<Key, Subscription> all = new LinkedHashMap<>();

    Subscriptions(ClientConnection connection, ConnectionHost service) {
        this.connection = connection;
        this.service = service;
    }

    /** The events of its own service, or of another; of one that is gone, none. */
    private Optional<EventBus> bus(Optional<String> other) {
        return other.isEmpty()
                ? Optional.of(service.events())
                : other.flatMap(service::other).map(ConnectionHost::events);
    }

    private Subscriber subscriber(Optional<String> other) {
        return other.<Subscriber>map(name -> new Foreign(connection, name)).orElse(connection);
    }

    /** Adds one, or replaces that of the same pattern. */
    public void add(Subscription subscription) {
        long asked = all.values().stream().filter(s -> s.kind() == Kind.ASKED).count();
        var key = new Key(subscription.pattern(), subscription.kind(), subscription.service());
        if (subscription.kind() == Kind.ASKED
                && !all.containsKey(key)
                && asked >= service.config().document().limits().maxSubscriptions()) {
            throw CoreError.TOO_MANY_SUBSCRIPTIONS.error();
        }
        all.put(key, subscription);
        connection.touch();
        bus(subscription.service()).ifPresent(bus -> bus.subscribe(subscriber(subscription.service()), subscription));
    }

    /** Takes one away; without effect if there is none. The automatic ones stay. */
    public void remove(Pattern pattern, Kind kind) {
        remove(pattern, kind, Optional.empty());
    }

    /** The same for the events of another service. */
    public void remove(Pattern pattern, Kind kind, Optional<String> other) {
        if (kind == Kind.ASKED && all.containsKey(new Key(pattern, Kind.AUTOMATIC, other))) {
            throw CoreError.INVALID_OPERATION.because("this subscription is automatic");
        }
        if (all.remove(new Key(pattern, kind, other)) != null) {
            connection.touch();
            bus(other).ifPresent(bus -> bus.unsubscribe(subscriber(other), pattern, kind));
        }
    }

    /** The object is over: so is what this connection had of it as its owner. */
    void retired(Pattern object) {
        remove(object, Kind.DIRECT);
        if (all.containsKey(new Key(object, Kind.WHILE_IT_LIVES, Optional.empty()))) {
            remove(object, Kind.WHILE_IT_LIVES);
            all.keySet().stream()
                    .filter(key -> key.kind() == Kind.ASKED
                            && key.service().isEmpty()
                            && key.pattern().isOf(object))
                    .toList()
                    .forEach(key -> remove(key.pattern(), Kind.ASKED));
        }
    }

    /** Those that a client may see. */
    public List<Subscription> listed() {
        return all.values().stream()
                .filter(s -> s.kind() == Kind.ASKED || s.kind() == Kind.AUTOMATIC)
                .toList();
    }

    List<Subscription> saved() {
        return List.copyOf(all.values());
    }

    void resume(List<Subscription> saved) {
        saved.forEach(this::add);
    }

    void close() {
        all.keySet()
                .forEach(key -> bus(key.service())
                        .ifPresent(bus -> bus.unsubscribe(subscriber(key.service()), key.pattern(), key.kind())));
        all.clear();
    }
}
