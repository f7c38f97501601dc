package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.ConnectionInfo;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** A link as one attachment sees it: dead as soon as the attachment is. */
final class Handle implements Connection {
    private final Link link;
    private volatile boolean live = true;
    private volatile boolean paused;

    Handle(Link link) {
        this.link = link;
    }

    void retire() {
        live = false;
    }

    boolean paused() {
        return paused;
    }

    @Override
    public String id() {
        return link.id();
    }

    @Override
    public ConnectionInfo info() {
        return link.info();
    }

    @Override
    public Map<String, String> attributes() {
        return link.source().attributes();
    }

    @Override
    public void send(String frame) {
        send(Frame.text(frame));
    }

    @Override
    public void send(List<String> frames) {
        if (live) {
            link.send(frames);
        }
    }

    @Override
    public void send(ByteBuffer frame) {
        send(new Frame.Bytes(frame));
    }

    @Override
    public void send(ByteBuffer frame, InetSocketAddress to) {
        send(new Frame.Datagram(frame, to));
    }

    private void send(Frame frame) {
        if (live) {
            link.send(frame, false);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (live) {
            link.close(code, reason);
        }
    }

    @Override
    public void pause() {
        if (live && !paused) {
            paused = true;
            link.flow();
        }
    }

    @Override
    public void resume() {
        if (live && paused) {
            paused = false;
            link.flow();
        }
    }

    @Override
    public long queuedBytes() {
        return link.queuedBytes();
    }

    @Override
    public long lastReceivedNanos() {
        return link.lastReceivedNanos();
    }
}
