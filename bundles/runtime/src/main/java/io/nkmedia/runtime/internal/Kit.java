package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one attempt to start an engine has: its files are written, its ports are held until {@link #close}, which is for
 * the last moment before the start.
 */
public final class Kit implements AutoCloseable {
    private final String id;
    private final ControlPorts reserved;
    private final Map<String, Integer> ports;
    private final Map<String, String> secrets;
    private final List<String> arguments;

    private Kit(
            String id,
            ControlPorts reserved,
            Map<String, Integer> ports,
            Map<String, String> secrets,
            List<String> arguments) {
        this.id = id;
        this.reserved = reserved;
        this.ports = ports;
        this.secrets = secrets;
        this.arguments = arguments;
    }

    static Kit make(Plan plan) throws IOException {
        var engine = plan.spec().engine();
        var random = new Secrets();
        var secrets = random.fresh(engine.secrets());
        // Also fit for an engine that wants a host name or the like.
        var id = plan.spec().key().replaceAll("[^A-Za-z0-9]+", "-") + "-" + random.id();
        var reserved = ControlPorts.reserve(engine.ports());
        try {
            var ports = reserved.numbers();
            var templates =
                    new Templates(values(plan, id, ports, secrets), plan.spec().config());
            var files = new HashMap<String, String>();
            engine.files().forEach((name, text) -> files.put(name, templates.fill(name, text)));
            var arguments = engine.arguments().stream()
                    .map(text -> templates.fill("an argument", text))
                    .toList();
            plan.folder().write(files);
            return new Kit(id, reserved, ports, secrets, arguments);
        } catch (IOException | RuntimeException e) {
            reserved.close();
            throw e;
        }
    }

    private static Map<String, String> values(
            Plan plan, String id, Map<String, Integer> ports, Map<String, String> secrets) {
        var values = new HashMap<String, String>();
        values.put("dir", plan.folder().engine().toString());
        values.put("record", plan.recordings().toString());
        values.put("bind", ControlPorts.ADDRESS);
        values.put("id", id);
        ports.forEach((name, port) -> values.put("port." + name, Integer.toString(port)));
        secrets.forEach((name, secret) -> values.put("secret." + name, secret));
        plan.rtp().ifPresent(range -> {
            values.put("rtp.from", Integer.toString(range.from()));
            values.put("rtp.to", Integer.toString(range.to()));
        });
        return values;
    }

    public String id() {
        return id;
    }

    public Map<String, Integer> ports() {
        return ports;
    }

    public Map<String, String> secrets() {
        return secrets;
    }

    public List<String> arguments() {
        return arguments;
    }

    @Override
    public void close() throws IOException {
        reserved.close();
    }
}
