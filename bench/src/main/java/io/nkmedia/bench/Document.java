package io.nkmedia.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A document of the measured service, as JSON. All bounds that a benchmark meets are raised. */
record Document(String text) {
    /** The password's hash is cheap to check. */
    private static final String AUTH = """
            "auth": {"users": [{"user": "bench", "roles": ["admin"],
                "password_hash": "$2y$04$KBCwKxOzLha2MUDgW0PjXe/hE/UCO9qF89dOydoHjSwxcHev5LRn."}],
              "jwt": {"secret": "%s", "algorithms": ["HS256"]}}
            """.formatted(Token.SECRET);

    private static final String LIMITS = """
            "limits": {"sessions_per_user": 100000, "requests_per_second": 1000000, "max_subscriptions": 100000}
            """;

    /** With an engine. */
    static final Document ENGINE = new Document("""
            {"name": "%s", %s,
             "backends": [{"kind": "janus", "runtime": "process"}],
             "media": {"media_start": 300},
             %s}
            """.formatted(Server.SERVICE, AUTH, LIMITS));

    /** Without: for what needs none. Sessions without an answer stay. */
    static final Document BARE = new Document("""
            {"name": "%s", %s, "media": {"wait_timeout": 3600}, %s}
            """.formatted(Server.SERVICE, AUTH, LIMITS));

    /** A free port of loopback: {@code scheme} there is where a listener can be. */
    static URI address(String scheme) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var path = scheme.startsWith("ws") ? "/nkmedia/" + Server.SERVICE : "";
            return URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort() + path);
        }
    }

    /**
     * With one listener.
     *
     * @param keys where a key and its certificate are put if it is for wss
     */
    static Document with(URI listener, Path keys) throws IOException {
        var tls = listener.getScheme().equals("wss") ? tls(keys) : "";
        return new Document("""
                {"name": "%s", %s, "listeners": [{"url": "%s"%s}], %s}
                """.formatted(Server.SERVICE, AUTH, listener, tls, LIMITS));
    }

    private static String tls(Path keys) throws IOException {
        Files.createDirectories(keys);
        var key = keys.resolve("key.pem").toAbsolutePath().toString();
        var certificate = keys.resolve("certificate.pem").toAbsolutePath().toString();
        Shell.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=127.0.0.1",
                "-keyout",
                key,
                "-out",
                certificate);
        return ", \"tls\": {\"cert\": \"" + certificate + "\", \"key\": \"" + key + "\"}";
    }
}
