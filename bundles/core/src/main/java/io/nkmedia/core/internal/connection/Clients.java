package io.nkmedia.core.internal.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All client connections of this core, and how they are saved together when it is replaced: first every command comes to
 * its end, then the sessions stop their clocks, and only then connections are let go: so that no event is published to
 * nobody. Safe for use by any thread.
 */
public final class Clients implements Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

    /** Commands that still run then are failed with a hint to retry; the gateway waits 1 s for everything. */
    private static final Duration DRAIN = Duration.ofMillis(400);

    private final Tools tools;
    private final Supplier<CompletionStage<Void>> suspendSessions;
    private final Binder binder;
    private final Set<ClientConnection> all = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable CompletionStage<?>> rest = new AtomicReference<>();

    /** @param suspendSessions called once, when no command runs any more */
    public Clients(Tools tools, Supplier<CompletionStage<Void>> suspendSessions) {
        this.tools = tools;
        this.suspendSessions = suspendSessions;
        binder = new Binder(tools.json(), true);
    }

    /** A new connection, or with {@code saved} one of an earlier core. */
    public Attachment attach(Connection connection, ConnectionHost service, Optional<String> saved) {
        var known = saved.flatMap(this::read);
        var session = known.flatMap(SavedConnection::login)
                .flatMap(login -> service.connections().find(login.sessionId()))
                .map(ConnectionDirectory.Entry::connection);
        if (session.isPresent()) {
            all.add(session.get());
            return session.get().attached(connection);
        }
        var client = new ClientConnection(connection, service, tools, this, known, true);
        all.add(client);
        return client;
    }

    /** Sessions of an earlier core: each waits for the socket that it had, or for its client to come back. */
    public void restore(ConnectionHost service, List<SavedConnection> earlier) {
        for (var saved : earlier) {
            saved.login().ifPresent(login -> {
                var nowhere = NoSocket.of(login.sessionId(), saved.info());
                var session = new ClientConnection(nowhere, service, tools, this, Optional.of(saved), false);
                LOG.debug("{} waits for its socket", session.info());
            });
        }
    }

    @Override
    public void gone(ClientConnection connection) {
        all.remove(connection);
    }

    private Optional<SavedConnection> read(String saved) {
        try {
            var tree = tools.json().parse(saved);
            if (tree.path("schema").asInt() == SavedConnection.SCHEMA) {
                return Optional.of(binder.bind(tree, SavedConnection.class, field -> {}));
            }
            LOG.warn("A connection of another version is new again: its client has to log in");
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.error("A saved connection could not be read: its client has to log in", e);
        }
        return Optional.empty();
    }

    @Override
    public CompletionStage<String> save(ClientConnection client) {
        var json = tools.json();
        return atRest().thenCompose(ok -> client.suspend()).thenApply(saved -> json.write(json.tree(saved)));
    }

    private CompletionStage<?> atRest() {
        var mine = new CompletableFuture<Object>();
        var before = rest.compareAndExchange(null, mine);
        if (before != null) {
            return before;
        }
        var drained = new ArrayList<CompletableFuture<Void>>();
        all.forEach(client -> drained.add(client.drain(DRAIN).toCompletableFuture()));
        CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new))
                .thenCompose(ok -> suspendSessions.get())
                .whenComplete((ok, failure) -> mine.complete(""));
        return mine;
    }

    /** The attachment of a connection that is being closed: hears nothing, knows nothing. */
    public static final class Nobody implements Attachment {
        @Override
        public void text(String frame) {
            LOG.debug("A frame for a service that is gone");
        }

        @Override
        public CompletionStage<String> save() {
            return CompletableFuture.completedStage(Json.EMPTY_OBJECT);
        }

        @Override
        public void closed(int code, String reason) {
            LOG.debug("Closed with {}", code);
        }
    }
}
