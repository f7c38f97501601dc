package io.nkmedia.itests.fuzz;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** One connection's worth of bad manners. */
public final class Attack {
    private static final int LIMIT_MILLIS = 20_000;
    private static final byte[] UPGRADE = ("GET /nkmedia/fuzz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final Random random;
    private final Bytes bytes;
    private final boolean webSocket;

    public Attack(Random random, boolean webSocket, int maxMessageBytes) {
        this.random = random;
        this.webSocket = webSocket;
        bytes = new Bytes(random, maxMessageBytes);
    }

    /** Sends this many frames, or fewer if the server has had enough; gives how many. Always closes the socket. */
    public int run(Socket socket, int frames) throws IOException {
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        int sent = 0;
        try (socket) {
            if (webSocket) {
                upgrade(socket);
            }
            if (random.nextInt(3) > 0) {
                write(
                        socket,
                        framed("{\"class\":\"core\",\"subclass\":\"user\",\"cmd\":\"login\",\"data\":"
                                + "{\"user\":\"user\",\"password\":\"secret\"},\"tid\":0}"));
            }
            int manner = random.nextInt(4);
            for (; sent < frames; sent++) {
                chunks(socket, webSocket ? bytes.webSocket() : bytes.line(), manner);
            }
            leave(socket);
        } catch (IOException closedByTheServer) {
            sent++;
        }
        return sent;
    }

    private byte[] framed(String text) {
        return webSocket
                ? Bytes.message(0x81, text.getBytes(StandardCharsets.UTF_8))
                : (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void upgrade(Socket socket) throws IOException {
        chunks(socket, UPGRADE, random.nextInt(8) == 0 ? 1 : 0);
        upgraded(socket);
    }

    private static void upgraded(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no upgrade: " + head);
            }
            head.append((char) next);
        }
    }

    /** What a client asks for that reads no answer. */
    public static byte[] request(boolean webSocket) {
        var text = "{\"class\":\"core\",\"cmd\":\"ping\",\"tid\":7}";
        return webSocket
                ? Bytes.message(0x81, text.getBytes(StandardCharsets.UTF_8))
                : (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Gets a socket ready for frames. */
    public static void open(Socket socket, boolean webSocket) throws IOException {
        if (webSocket) {
            write(socket, UPGRADE);
            upgraded(socket);
        }
    }

    /** Whole, byte by byte, or cut anywhere. */
    private void chunks(Socket socket, byte[] frame, int manner) throws IOException {
        boolean small = frame.length < 400;
        if (manner == 1 && small) {
            for (byte each : frame) {
                write(socket, new byte[] {each});
            }
        } else if (manner == 2) {
            int cut = random.nextInt(frame.length + 1);
            socket.getOutputStream().write(frame, 0, cut);
            socket.getOutputStream().flush();
            socket.getOutputStream().write(frame, cut, frame.length - cut);
        } else {
            write(socket, frame);
        }
        if (manner == 3) {
            drain(socket);
        }
    }

    private static void write(Socket socket, byte[] content) throws IOException {
        socket.getOutputStream().write(content);
        socket.getOutputStream().flush();
    }

    /** Reads what is there. */
    private static void drain(Socket socket) throws IOException {
        int there = socket.getInputStream().available();
        if (there > 0) {
            socket.getInputStream().readNBytes(there);
        }
    }

    private void leave(Socket socket) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> socket.setSoLinger(true, 0);
            case 1 -> {
                socket.shutdownOutput();
                drain(socket);
            }
            case 2 -> write(socket, webSocket ? Bytes.message(0x88, new byte[] {3, (byte) 0xe8}) : new byte[] {'{'});
            default -> drain(socket);
        }
    }
}
