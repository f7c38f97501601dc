package io.nkmedia.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** All ways into the services of one server, whose own listeners have the certificate at {@link #CERTIFICATE}. */
final class Ways {
    /** As documents name it, below the server's folder. */
    static final String CERTIFICATE = "etc/tls/test.pem";

    static final String KEY = "etc/tls/test.key";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Distribution server;
    private final SSLContext trust;
    private final HttpClient http;

    /** @param trusted whose certificates the clients believe; the server shows that of the first until {@link #show} */
    Ways(Distribution server, TestKeys... trusted) throws IOException {
        this.server = server;
        trust = TestKeys.trust(trusted);
        http = HttpClient.newBuilder().sslContext(trust).build();
        Files.createDirectories(server.home().resolve(CERTIFICATE).getParent());
        show(trusted[0].certificate(), trusted[0].key());
    }

    /** Replaces the server's certificate and key, each by rename. */
    void show(Path certificate, Path key) throws IOException {
        replace(certificate, CERTIFICATE);
        replace(key, KEY);
    }

    private void replace(Path source, String name) throws IOException {
        var draft = server.home().resolve(name + ".draft");
        Files.copy(source, draft, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, server.home().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The member {@code listeners} of a document: one for each of these ways at this address. */
    static String listeners(String host, Way... ways) {
        return "\"listeners\": ["
                + Arrays.stream(ways)
                        .filter(way -> !way.isShared())
                        .map(way -> way.listener(host))
                        .collect(Collectors.joining(", "))
                + "]";
    }

    SSLContext trust() {
        return trust;
    }

    HttpClient http() {
        return http;
    }

    /** The port that the listener at this address has; waits until it is open. */
    int port(Way way, String host) {
        return way.isShared() ? server.httpPort() : server.listenerPort(way.url(host));
    }

    Pipe open(Way way, String service, String host, Pipe.Heard heard) {
        return open(way, service, host, port(way, host), heard);
    }

    /** Connects to an address, which may be another one than that of the listener. */
    Pipe open(Way way, String service, String host, int port, Pipe.Heard heard) {
        if (way.isWebSocket()) {
            var uri = URI.create(way.transport() + "://" + host + ":" + port + "/nkmedia/" + service);
            return new WebSocketPipe(http, uri, heard);
        }
        return new LinePipe(socket(way, host, port), heard);
    }

    /** A connected socket, its TLS handshake done. */
    Socket socket(Way way, String host, int port) {
        try {
            var address = InetAddress.getByName(host.replace("[", "").replace("]", ""));
            return secured(way, new Socket(address, port), host);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, as if from another machine: the server counts failed log-ins by address. */
    Socket socketOfAStranger(Way way, String host, int port) throws IOException {
        return secured(way, new Socket(InetAddress.getByName(host), port, InetAddress.getByName("127.0.0.9"), 0), host);
    }

    private Socket secured(Way way, Socket plain, String host) throws IOException {
        if (!way.isSecure()) {
            return plain;
        }
        var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    TestClient client(Way way, String service, String host) {
        return TestClient.over(heard -> open(way, service, host, heard));
    }

    /** Logs in as {@code admin} of {@link TestServices}. */
    TestClient admin(Way way, String service, String host) {
        return client(way, service, host).login("admin", TestServices.PASSWORD);
    }
}
