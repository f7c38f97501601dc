package io.nkmedia.core.internal.service;

import io.nkmedia.api.service.ServiceExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A service with the plugins {@code high} and {@code low}, in this order, and clients that talk to it. */
final class Hall {
    final HookPlugin high = new HookPlugin();
    final HookPlugin low = new HookPlugin();
    private final Map<String, FakeConnection> clients = new LinkedHashMap<>();
    private List<String> listed = List.of("high", "low", "fake");
    final World world;
    private int tid;

    Hall() {
        world = new World(
                "{\"plugins\":[\"high\",\"low\",\"fake\"]}",
                Map.<String, ServiceExtension>of("high", high, "low", low));
    }

    /** The hooks of the plugins have changed: as {@code ServiceContext.changed()} tells. */
    void changed() {
        high.context.orElseThrow().changed();
        world.time.run();
    }

    void list(String... plugins) {
        listed = List.of(plugins);
        world.reconfigure("{\"plugins\":"
                + listed.stream().map(name -> '"' + name + '"').collect(Collectors.joining(",", "[", "]")) + "}");
    }

    FakeConnection client(String user) {
        return clients.computeIfAbsent(user, name -> world.connect(name, "192.0.2." + (clients.size() + 1)));
    }

    /** Logs a user in, and gives the reply. */
    String login(String user, String password) {
        return ask(user, "core/user/login", "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password));
    }

    /** Sends a request and gives what comes back before time passes; empty if nothing does. */
    String ask(String user, String command, String data) {
        var parts = command.split("/", -1);
        var client = client(user);
        client.out.clear();
        client.receive("{\"class\":\"%s\",\"subclass\":\"%s\",\"cmd\":\"%s\",\"data\":%s,\"tid\":%d}"
                .formatted(parts[0], parts[1], parts[2], data, ++tid));
        world.time.advance(Duration.ZERO);
        return heard(user);
    }

    /** What has come to a client since. */
    String heard(String user) {
        var all = new ArrayList<>(client(user).out);
        client(user).out.clear();
        return String.join("\n", all);
    }
}
