package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.gateway.Framing;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A protocol that writes down what happens to it and does what a test told it. */
public final class Script implements FrameProtocol {
    public final List<String> log = new CopyOnWriteArrayList<>();
    public final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final String name;
    public Set<Framing> framings = Set.of(Framing.TEXT, Framing.LINE);
    public List<String> subprotocols = List.of();
    public CompletionStage<String> saves;
    public Optional<String> farewell = Optional.empty();
    public Runnable onSave = () -> {};
    public BiConsumer<Connection, String> onText = (connection, text) -> {};
    public OnDatagram onDatagram = Connection::send;
    public RuntimeException attachFails;

    /** What to do with a datagram. */
    public interface OnDatagram {
        void accept(Connection connection, ByteBuffer frame, InetSocketAddress from);
    }

    public Script(String name) {
        this.name = name;
        saves = CompletableFuture.completedStage("saved by " + name);
    }

    /** A protocol that says back what it hears. */
    public static Script echo(String name) {
        var script = new Script(name);
        script.onText = Connection::send;
        return script;
    }

    @Override
    public Set<Framing> framings() {
        return framings;
    }

    @Override
    public List<String> subprotocols() {
        return subprotocols;
    }

    @Override
    public Attachment attach(Connection connection, Optional<String> saved) {
        if (attachFails != null) {
            throw attachFails;
        }
        log.add("attach" + saved.map(s -> " " + s).orElse(""));
        connections.add(connection);
        return new Attachment() {
            @Override
            public void text(String frame) {
                log.add(frame);
                onText.accept(connection, frame);
            }

            @Override
            public void bytes(ByteBuffer frame) {
                log.add("bytes " + frame.remaining());
                connection.send(frame);
            }

            @Override
            public void datagram(ByteBuffer frame, InetSocketAddress from) {
                log.add("datagram " + StandardCharsets.UTF_8.decode(frame.duplicate()));
                onDatagram.accept(connection, frame, from);
            }

            @Override
            public CompletionStage<String> save() {
                log.add("save");
                onSave.run();
                return saves;
            }

            @Override
            public void closed(int code, String reason) {
                log.add("closed " + code);
            }

            @Override
            public Optional<String> farewell(int code, String reason) {
                return farewell.map(text -> text + " " + code);
            }
        };
    }

    public Connection only() {
        if (connections.size() != 1) {
            throw new AssertionError(name + " has " + connections.size() + " connections");
        }
        return connections.get(0);
    }
}
