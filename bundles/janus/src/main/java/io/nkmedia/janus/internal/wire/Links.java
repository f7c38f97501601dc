package io.nkmedia.janus.internal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Where connections and backends find each other, whichever comes first. Safe for use by any thread.
 */
// Immediate: what it remembers must not go whenever nobody happens to use it.
@Component(service = Links.class, immediate = true)
public final class Links {
    private final Wire.Tools tools;
    private final Map<Key, CompletableFuture<ControlClient>> controls = new ConcurrentHashMap<>();
    private final Map<Key, CompletableFuture<AdminClient>> admins = new ConcurrentHashMap<>();

    @Activate
    public Links(@Reference Time time) {
        this.tools = new Wire.Tools(new Json(), time);
    }

    /** Whose connection it is: it goes to the engine instance that this backend of this service has now. */
    public record Key(String service, String backend, String instance) {
        public Map<String, String> attributes() {
            return Map.of("service", service, "backend", backend, "instance", instance);
        }

        static Key of(Connection connection) {
            var attributes = connection.attributes();
            return new Key(
                    attributes.getOrDefault("service", ""),
                    attributes.getOrDefault("backend", ""),
                    attributes.getOrDefault("instance", ""));
        }
    }

    /** A media connection, new or saved by an earlier version of this bundle. */
    public ControlClient control(Connection connection, Optional<String> saved) {
        return attach(controls, connection, saved, (c, state) -> new ControlClient(c, tools, state));
    }

    /** An admin connection. */
    public AdminClient admin(Connection connection, Optional<String> saved) {
        return attach(admins, connection, saved, (c, state) -> new AdminClient(c, tools, state));
    }

    private <T extends Wire> T attach(
            Map<Key, CompletableFuture<T>> map,
            Connection connection,
            Optional<String> saved,
            BiFunction<Connection, Optional<ObjectNode>, T> make) {
        var wire = make.apply(connection, saved.flatMap(tools.json()::object));
        map.compute(
                        Key.of(connection),
                        (key, waiting) -> waiting == null || waiting.isDone() ? new CompletableFuture<>() : waiting)
                .complete(wire);
        return wire;
    }

    /** Completes with the media connection when it is there; give the key back with {@link #forget}. */
    public CompletionStage<ControlClient> control(Key key) {
        return controls.compute(key, Links::alive);
    }

    /** Completes with the admin connection when it is there. */
    public CompletionStage<AdminClient> admin(Key key) {
        return admins.compute(key, Links::alive);
    }

    /** A connection that closed while nobody owned it is of no use to the next owner. */
    private static <T extends Wire> CompletableFuture<T> alive(Key key, @Nullable CompletableFuture<T> known) {
        boolean usable = known != null && (!known.isDone() || known.join().isOpen());
        return known != null && usable ? known : new CompletableFuture<>();
    }

    /** The instance is gone for good. */
    public void forget(Key key) {
        controls.remove(key);
        admins.remove(key);
    }
}
