package io.nkmedia.core.internal.connection;

import io.nkmedia.api.CoreError;
import io.nkmedia.core.internal.event.EventBus;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscription;
import io.nkmedia.core.internal.event.Subscription.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one connection is subscribed to. Belongs to the connection's mailbox. */
public final class Subscriptions {
    private record Key(Pattern pattern, Kind kind) {}

    private final ClientConnection connection;
    private final ConnectionHost service;
    private final Map<Key, Subscription> all = new LinkedHashMap<>();

    Subscriptions(ClientConnection connection, ConnectionHost service) {
        this.connection = connection;
        this.service = service;
    }

    private EventBus bus() {
        return service.events();
    }

    /** Adds one, or replaces that of the same pattern. */
    public void add(Subscription subscription) {
        long asked = all.values().stream().filter(s -> s.kind() == Kind.ASKED).count();
        var key = new Key(subscription.pattern(), subscription.kind());
        if (subscription.kind() == Kind.ASKED
                && !all.containsKey(key)
                && asked >= service.config().document().limits().maxSubscriptions()) {
            throw CoreError.TOO_MANY_SUBSCRIPTIONS.error();
        }
        all.put(key, subscription);
        bus().subscribe(connection, subscription);
    }

    /** Takes one away; without effect if there is none. The automatic ones stay. */
    public void remove(Pattern pattern, Kind kind) {
        if (kind == Kind.ASKED && all.containsKey(new Key(pattern, Kind.AUTOMATIC))) {
            throw CoreError.INVALID_OPERATION.because("this subscription is automatic");
        }
        if (all.remove(new Key(pattern, kind)) != null) {
            bus().unsubscribe(connection, pattern, kind);
        }
    }

    /** The object is over: so is what this connection had of it as its owner. */
    void retired(Pattern object) {
        remove(object, Kind.DIRECT);
        if (all.containsKey(new Key(object, Kind.WHILE_IT_LIVES))) {
            remove(object, Kind.WHILE_IT_LIVES);
            all.keySet().stream()
                    .filter(key -> key.kind() == Kind.ASKED && key.pattern().isOf(object))
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
        all.keySet().forEach(key -> bus().unsubscribe(connection, key.pattern(), key.kind()));
        all.clear();
    }
}
