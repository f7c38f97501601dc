package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.Instance;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * What must be known of an instance to take it over, or to end it.
 *
 * @param digest of the spec that it was started with
 * @param controller the JVM that answers for it
 * @param engine its process; that of a container if it is seen from here, else nobody
 * @param container if it runs in one
 */
public record InstanceRecord(
        String key,
        String id,
        String digest,
        Leader controller,
        Leader engine,
        Leader guard,
        Map<String, Integer> ports,
        Optional<Range> rtp,
        Map<String, String> secrets,
        String recordings,
        Optional<Placement> container) {
    private static final String PORT = "port.";
    private static final String SECRET = "secret.";

    Instance instance() {
        var addresses = new HashMap<String, String>();
        ports.forEach((name, port) -> addresses.put(name, ControlPorts.ADDRESS + ":" + port));
        return new Instance(id, addresses, secrets, Optional.of(recordings));
    }

    /** With its process and guard. */
    public InstanceRecord running(Leader process, Leader by) {
        return new InstanceRecord(key, id, digest, controller, process, by, ports, rtp, secrets, recordings, container);
    }

    /** The same engine, for another JVM to answer for. */
    InstanceRecord ofController(Leader other) {
        return new InstanceRecord(key, id, digest, other, engine, guard, ports, rtp, secrets, recordings, container);
    }

    String text() throws IOException {
        var all = new Properties();
        all.setProperty("key", key);
        all.setProperty("id", id);
        all.setProperty("digest", digest);
        put(all, "controller", controller);
        put(all, "engine", engine);
        put(all, "guard", guard);
        ports.forEach((name, port) -> all.setProperty(PORT + name, Integer.toString(port)));
        rtp.ifPresent(range -> all.setProperty("rtp", range.toString()));
        secrets.forEach((name, secret) -> all.setProperty(SECRET + name, secret));
        all.setProperty("recordings", recordings);
        container.ifPresent(place -> place.put(all));
        var text = new StringWriter();
        all.store(text, null);
        return text.toString();
    }

    /** Throws {@link IllegalArgumentException} if something is missing or no number. */
    static InstanceRecord parse(String text) throws IOException {
        var all = new Properties();
        all.load(new StringReader(text));
        return new InstanceRecord(
                get(all, "key"),
                get(all, "id"),
                get(all, "digest"),
                leader(all, "controller"),
                leader(all, "engine"),
                leader(all, "guard"),
                below(all, PORT, Integer::valueOf),
                Optional.ofNullable(all.getProperty("rtp")).map(Range::parse),
                below(all, SECRET, secret -> secret),
                get(all, "recordings"),
                Placement.get(all));
    }

    private static void put(Properties all, String name, Leader leader) {
        all.setProperty(name + ".pid", Long.toString(leader.pid()));
        all.setProperty(name + ".boot", leader.boot());
        all.setProperty(name + ".start", Long.toString(leader.start()));
    }

    private static Leader leader(Properties all, String name) {
        return new Leader(
                Long.parseLong(get(all, name + ".pid")),
                get(all, name + ".boot"),
                Long.parseLong(get(all, name + ".start")));
    }

    private static <T> Map<String, T> below(Properties all, String prefix, Function<String, T> type) {
        var found = new HashMap<String, T>();
        for (var name : all.stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), type.apply(get(all, name)));
            }
        }
        return found;
    }

    private static String get(Properties all, String name) {
        var value = all.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "instance " + id + " of " + key;
    }
}
