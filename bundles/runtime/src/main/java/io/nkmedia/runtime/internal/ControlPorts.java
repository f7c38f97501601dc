package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** TCP ports of loopback, bound until they are handed over: {@link #close} just before the engine starts. */
final class ControlPorts implements AutoCloseable {
    /** Control ports are never bound to anything else. */
    static final String ADDRESS = "127.0.0.1";

    private final Map<String, ServerSocket> sockets = new LinkedHashMap<>();

    private ControlPorts() {}

    static ControlPorts reserve(Collection<String> names) throws IOException {
        var ports = new ControlPorts();
        try {
            for (var name : names) {
                ports.sockets.put(name, new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
            }
            return ports;
        } catch (IOException e) {
            ports.close();
            throw e;
        }
    }

    Map<String, Integer> numbers() {
        var numbers = new LinkedHashMap<String, Integer>();
        sockets.forEach((name, socket) -> numbers.put(name, socket.getLocalPort()));
        return numbers;
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets.values()) {
            socket.close();
        }
    }
}
