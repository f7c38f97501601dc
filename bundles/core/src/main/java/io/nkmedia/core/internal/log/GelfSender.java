package io.nkmedia.core.internal.log;

import io.nkmedia.core.internal.aside.Aside;
import io.nkmedia.core.internal.config.ServiceDocument.Gelf;
import io.nkmedia.core.internal.config.ServiceDocument.GelfTransport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends GELF messages, on a thread of its own: over UDP in chunks if they are long, over TCP each with a zero byte
 * behind it. At 1000 waiting messages further ones are dropped, and so are those that can't be sent.
 */
final class GelfSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GelfSender.class);
    private static final int WAITING = 1000;
    private static final int CONNECT_MILLIS = 2000;

    /** Fits into what networks carry in one piece. */
    private static final int CHUNK = 1400;

    private static final int MAX_CHUNKS = 128;
    private static final short MAGIC = 0x1e0f;
    private static final int HEADER = 12;

    private final Gelf settings;
    private final Aside thread = new Aside("nkmedia-gelf", 1, WAITING);
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicReference<@Nullable Socket> connection = new AtomicReference<>();

    GelfSender(Gelf settings) {
        this.settings = settings;
    }

    void send(String message) {
        try {
            thread.execute(() -> write(message.getBytes(StandardCharsets.UTF_8)));
        } catch (RejectedExecutionException e) {
            if (dropped.getAndIncrement() == 0) {
                LOG.warn("The GELF server is too slow: messages are dropped");
            }
        }
    }

    private void write(byte[] message) {
        try {
            if (settings.transport() == GelfTransport.UDP) {
                datagrams(message);
            } else {
                stream(message);
            }
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                LOG.warn("{} messages to the GELF server were dropped", lost);
            }
        } catch (IOException e) {
            disconnect();
            if (dropped.getAndIncrement() == 0) {
                LOG.warn("The GELF server can't be reached: messages are dropped", e);
            }
        }
    }

    private void datagrams(byte[] message) throws IOException {
        var to = InetAddress.getByName(settings.host());
        int count = (message.length + CHUNK - 1) / CHUNK;
        if (count > MAX_CHUNKS) {
            throw new IOException("a message is too long");
        }
        try (var socket = new DatagramSocket()) {
            if (count == 1) {
                socket.send(new DatagramPacket(message, message.length, to, settings.port()));
                return;
            }
            long id = random.nextLong();
            for (int i = 0; i < count; i++) {
                int from = i * CHUNK;
                int length = Math.min(CHUNK, message.length - from);
                var chunk = ByteBuffer.allocate(HEADER + length)
                        .putShort(MAGIC)
                        .putLong(id)
                        .put((byte) i)
                        .put((byte) count)
                        .put(message, from, length)
                        .array();
                socket.send(new DatagramPacket(chunk, chunk.length, to, settings.port()));
            }
        }
    }

    private void stream(byte[] message) throws IOException {
        var socket = connection.get();
        if (socket == null) {
            socket = new Socket();
            connection.set(socket);
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), CONNECT_MILLIS);
        }
        var out = socket.getOutputStream();
        out.write(message);
        out.write(0);
        out.flush();
    }

    private void disconnect() {
        var before = connection.getAndSet(null);
        try {
            if (before != null) {
                before.close();
            }
        } catch (IOException e) {
            LOG.debug("The connection to the GELF server did not close", e);
        }
    }

    /** Drops what waits. A write that hangs ends with its socket. */
    @Override
    public void close() {
        thread.close();
        disconnect();
    }
}
