package io.nkmedia.gateway.internal.net;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A plain client, for what well-behaved ones can't do. */
public final class RawSocket implements AutoCloseable {
    private static final byte[] MASK = {1, 2, 3, 4};
    private static final int LIMIT_MILLIS = 30_000;

    private final Socket socket;
    private final DataInputStream in;

    public RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    public static RawSocket connect(int port) throws IOException {
        return new RawSocket(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next line, or null at the end. */
    public String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    /** The status of the answer to a request. */
    public int http(String request) throws IOException {
        write(request);
        int status = Integer.parseInt(line().split(" ")[1]);
        while (!line().isEmpty()) {
            // Only the status counts.
        }
        return status;
    }

    /** What came back for a request. */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** An answer without body, whatever its headers say. */
    public Answer head(String request) throws IOException {
        write(request);
        int status = Integer.parseInt(line().split(" ")[1]);
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(status, headers, "");
    }

    public Answer answer(String request) throws IOException {
        var head = head(request);
        int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
        return new Answer(head.status(), head.headers(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    public static String upgrade(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList()) + "\r\n";
    }

    /** A masked frame of at most 125 bytes, or a long one. */
    public void frame(int firstByte, byte[] payload) throws IOException {
        write(masked(firstByte, payload));
    }

    public static byte[] masked(int firstByte, byte[] payload) {
        var out = ByteBuffer.allocate(payload.length + 14);
        out.put((byte) firstByte);
        if (payload.length < 126) {
            out.put((byte) (0x80 | payload.length));
        } else {
            out.put((byte) 0xff).putLong(payload.length);
        }
        out.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The code of the next frame, which must be a close. */
    public int closeCode() throws IOException {
        int first = in.readUnsignedByte();
        if (first != 0x88) {
            throw new IOException("not a close frame: " + first);
        }
        int length = in.readUnsignedByte();
        int code = in.readUnsignedShort();
        in.readNBytes(length - 2);
        return code;
    }

    /** Whether the peer has closed by now, without having sent anything. */
    public boolean isDropped() {
        try {
            socket.setSoTimeout(1);
            boolean over = in.read() < 0;
            socket.setSoTimeout(LIMIT_MILLIS);
            return over;
        } catch (SocketTimeoutException open) {
            return restored();
        } catch (IOException reset) {
            return true;
        }
    }

    private boolean restored() {
        try {
            socket.setSoTimeout(LIMIT_MILLIS);
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /** Whether the peer has closed; reads all that is left. */
    public boolean atEnd() {
        try {
            return in.read(new byte[65_536]) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
