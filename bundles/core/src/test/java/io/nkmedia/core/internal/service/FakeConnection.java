package io.nkmedia.core.internal.service;

import io.nkmedia.core.internal.connection.ClientConnection;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.testing.ManualTime;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** A client's socket as the gateway would have it, without a gateway. */
final class FakeConnection implements Connection {
    /** What has come out and was not looked at: frames, {@code close CODE REASON}, {@code pause}, {@code resume}. */
    final Queue<String> out = new ArrayDeque<>();

    /** Those of its listener. */
    Map<String, String> attributes = Map.of("service", "demo");

    private final String name;
    private final String address;
    private final ManualTime time;
    private Optional<Attachment> attachment = Optional.empty();
    private long lastReceived;
    private boolean closed;
    private String saved = "";

    FakeConnection(String name, String address, ManualTime time) {
        this.name = name;
        this.address = address;
        this.time = time;
        lastReceived = time.nanos();
    }

    void attached(Attachment holder) {
        attachment = Optional.of(holder);
    }

    void receive(String frame) {
        lastReceived = time.nanos();
        if (!closed) {
            attachment.orElseThrow().text(frame);
        }
    }

    /** Something else waits in its mailbox: frames come after it. */
    void busy() {
        ((ClientConnection) attachment.orElseThrow()).retired(Pattern.object("media", "session", "none"));
    }

    /** The client's side closes, and means it. */
    void drop() {
        lose(1000);
    }

    /** The socket is gone. */
    void lose(int code) {
        if (!closed) {
            closed = true;
            attachment.orElseThrow().closed(code, "");
        }
    }

    /** What its attachment saved. */
    String saved() {
        return saved;
    }

    void saved(String text) {
        saved = text;
    }

    boolean isOpen() {
        return !closed;
    }

    Attachment attachment() {
        return attachment.orElseThrow();
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public ConnectionInfo info() {
        return new ConnectionInfo(
                name.equals("plain") ? "ws" : "wss",
                address,
                51710,
                false,
                "/nkmedia/demo",
                Optional.of("test"),
                Optional.empty(),
                false);
    }

    @Override
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public void send(String frame) {
        if (!closed) {
            out.add(frame);
        }
    }

    @Override
    public void send(ByteBuffer frame) {
        throw new AssertionError("this protocol has text only");
    }

    @Override
    public void send(ByteBuffer frame, InetSocketAddress to) {
        throw new AssertionError("this protocol has text only");
    }

    @Override
    public void close(int code, String reason) {
        if (!closed) {
            closed = true;
            out.add("close " + code + " " + reason);
            time.pool().execute(() -> attachment.orElseThrow().closed(code, reason));
        }
    }

    @Override
    public void pause() {
        out.add("pause");
    }

    @Override
    public void resume() {
        out.add("resume");
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public long lastReceivedNanos() {
        return lastReceived;
    }
}
