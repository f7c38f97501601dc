package io.nkmedia.core.internal.service;

import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Listeners that open at once, unless their port is taken; remembers what was asked for. */
final class FakeListeners implements Listeners {
    /** Ports that somebody else uses. */
    final Set<Integer> taken = new HashSet<>();

    /** The URLs that were asked for, call by call. */
    final List<List<String>> asked = new ArrayList<>();

    private final Map<String, List<ListenerSpec>> byOwner = new TreeMap<>();

    @Override
    public CompletionStage<List<ListenerState>> apply(String owner, List<ListenerSpec> specs) {
        byOwner.put(owner, List.copyOf(specs));
        asked.add(specs.stream().map(ListenerSpec::url).toList());
        return CompletableFuture.completedStage(specs.stream().map(this::state).toList());
    }

    private ListenerState state(ListenerSpec spec) {
        var digits = spec.url().replaceAll("^.*:(\\d+).*$", "$1");
        int port = digits.matches("\\d+") ? Integer.parseInt(digits) : 0;
        var error = taken.contains(port) ? Optional.of("port " + port + " is in use") : Optional.<String>empty();
        return new ListenerState(spec.url(), error.isPresent() ? 0 : port, 0, error);
    }

    /** What a service listens on now. */
    List<String> urls(String service) {
        return byOwner.getOrDefault("service " + service, List.of()).stream()
                .map(ListenerSpec::url)
                .toList();
    }

    @Override
    public List<ListenerState> list() {
        return byOwner.values().stream().flatMap(List::stream).map(this::state).toList();
    }

    @Override
    public CompletionStage<Void> connect(String owner, ConnectSpec spec) {
        throw new AssertionError("core connects nowhere");
    }

    @Override
    public void disconnect(String owner, String id) {
        throw new AssertionError("core connects nowhere");
    }
}
