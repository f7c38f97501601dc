package io.nkmedia.testing.docker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registry on loopback with one image: as much of the protocol as fetching needs. */
public final class Registry implements AutoCloseable {
    private static final String TYPES = "application/vnd.docker.";
    private static final String MANIFEST = TYPES + "distribution.manifest.v2+json";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpServer server;
    private final JsonMapper json = new JsonMapper();
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final String name;
    private final String digest;

    private Registry(Path saved, String name) throws IOException {
        this.name = name;
        var image = json.readTree(saved.resolve("manifest.json").toFile()).path(0);
        var layers = new ArrayList<Map<String, Object>>();
        for (var layer : image.path("Layers")) {
            layers.add(entry(TYPES + "image.rootfs.diff.tar", saved.resolve(layer.asText())));
        }
        var config = entry(
                TYPES + "container.image.v1+json",
                saved.resolve(image.path("Config").asText()));
        var manifest = json.writeValueAsBytes(
                Map.of("schemaVersion", 2, "mediaType", MANIFEST, "config", config, "layers", layers));
        digest = keep(manifest);
        contents.put("1", manifest);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::answer);
        server.start();
    }

    /** Offers an image that this Docker engine has, under another name, and takes it away from the engine. */
    public static Registry offering(DockerDaemon docker, String image, String name) {
        try {
            var saved = Files.createTempDirectory("nkr");
            try {
                var archive = saved.resolve("image.tar").toString();
                docker.docker("save", "-o", archive, image);
                Programs.output(List.of("tar", "-xf", archive, "-C", saved.toString()), null);
                docker.docker("rmi", image);
                return new Registry(saved, name);
            } finally {
                Programs.output(List.of("rm", "-rf", saved.toString()), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String reference() {
        return "127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    /** The image by its tag. */
    public String tagged() {
        return reference() + ":1";
    }

    /** The image by the digest of what it is. */
    public String pinned() {
        return reference() + "@" + digest;
    }

    private Map<String, Object> entry(String type, Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        return Map.of("mediaType", type, "size", bytes.length, "digest", keep(bytes));
    }

    private String keep(byte[] bytes) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            var key = "sha256:" + HexFormat.of().formatHex(hash);
            contents.put(key, bytes);
            return key;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var key = path.substring(path.lastIndexOf('/') + 1);
            var bytes = path.equals("/v2/") ? "{}".getBytes(StandardCharsets.US_ASCII) : contents.get(key);
            if (bytes == null) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
                return;
            }
            var headers = exchange.getResponseHeaders();
            if (path.contains("/manifests/")) {
                headers.add("Content-Type", MANIFEST);
                headers.add("Docker-Content-Digest", digest);
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                headers.add("Content-Length", Integer.toString(bytes.length));
                exchange.sendResponseHeaders(OK, -1);
            } else {
                exchange.sendResponseHeaders(OK, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
