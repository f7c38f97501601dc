package io.nkmedia.gateway.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A TCP port for tests that use the same port again and again: below those that the kernel gives away for connections and
 * for port 0, so that nobody takes it by chance meanwhile.
 */
final class QuietPort {
    private static final int FIRST = 10_000;
    private static final int LAST = 29_999;
    private static final int TRIES = 1000;

    private QuietPort() {}

    /** One of 127.0.0.1 that nobody has; another one each time, as far as chance goes. */
    static int find() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + LAST);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
