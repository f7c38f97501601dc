package io.nkmedia.testing.gateway;

import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing half of the gateway on plain WebSockets: connects, hands frames to protocols, and keeps sockets open
 * between {@link #detachAll} and {@link #attachAll}. No bounds, no listeners.
 */
public final class DirectGateway implements Listeners, AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var worker = new Thread(task, "direct-gateway");
        worker.setDaemon(true);
        return worker;
    });
    private final Map<String, DirectConnection> connections = new HashMap<>();
    private Map<String, FrameProtocol> protocols;

    /** @param protocols by id */
    public DirectGateway(Map<String, FrameProtocol> protocols) {
        this.protocols = Map.copyOf(protocols);
    }

    @Override
    public CompletionStage<List<ListenerState>> apply(String owner, List<ListenerSpec> specs) {
        throw new UnsupportedOperationException("connects only");
    }

    @Override
    public List<ListenerState> list() {
        return List.of();
    }

    @Override
    public CompletionStage<Void> connect(String owner, ConnectSpec spec) {
        var result = new CompletableFuture<@Nullable Void>();
        thread.execute(() -> {
            String key = owner + " " + spec.id();
            if (connections.containsKey(key)) {
                result.complete(null);
            } else {
                open(key, spec, result);
            }
        });
        return result;
    }

    private void open(String key, ConnectSpec spec, CompletableFuture<@Nullable Void> result) {
        var connection = new DirectConnection(spec, thread, () -> connections.remove(key));
        connections.put(key, connection);
        var builder = client.newWebSocketBuilder().connectTimeout(spec.timeout());
        spec.subprotocol().ifPresent(builder::subprotocols);
        builder.buildAsync(URI.create(spec.url()), connection)
                .whenCompleteAsync(
                        (socket, failure) -> {
                            var protocol = protocols.get(spec.protocol());
                            if (failure != null || protocol == null) {
                                connections.remove(key);
                                result.completeExceptionally(new IOException("can't connect to " + spec.url()));
                            } else {
                                connection.opened(socket, protocol);
                                result.complete(null);
                            }
                        },
                        thread);
    }

    @Override
    public void disconnect(String owner, String id) {
        thread.execute(() -> {
            var connection = connections.get(owner + " " + id);
            if (connection != null) {
                connection.close(1000, "");
            }
        });
    }

    /** The protocols go, as when their bundle is replaced: each attachment saves, sockets stay open. */
    public CompletionStage<Void> detachAll() {
        return CompletableFuture.supplyAsync(
                        () -> connections.values().stream()
                                .map(connection -> connection.detach().toCompletableFuture())
                                .toArray(CompletableFuture<?>[]::new),
                        thread)
                .thenCompose(CompletableFuture::allOf);
    }

    /** New holders come: they get what was saved, then what has arrived since. */
    public CompletionStage<Void> attachAll(Map<String, FrameProtocol> next) {
        return CompletableFuture.runAsync(
                () -> {
                    protocols = Map.copyOf(next);
                    for (var connection : List.copyOf(connections.values())) {
                        var protocol = protocols.get(connection.protocol());
                        if (protocol != null) {
                            connection.attach(protocol);
                        }
                    }
                },
                thread);
    }

    /** How many connections are open. */
    public CompletionStage<Integer> open() {
        return CompletableFuture.supplyAsync(connections::size, thread);
    }

    @Override
    public void close() {
        thread.execute(() -> List.copyOf(connections.values()).forEach(c -> c.close(1001, "")));
        thread.shutdown();
    }
}
