package io.nkmedia.gateway.internal;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * A URL of a listener or of a peer, taken apart.
 *
 * @param path what WebSockets ask for; empty for any
 */
public record Address(String scheme, String host, int port, String path) {
    private static final Set<String> SCHEMES = Set.of("ws", "wss", "tcp", "tls", "udp");

    /** Throws {@link IllegalArgumentException} with a text for an operator. */
    public static Address parse(String url) {
        var uri = URI.create(url);
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("unknown scheme in " + url);
        }
        if (uri.getHost() == null || uri.getPort() < 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("no address or port in " + url);
        }
        var host = uri.getHost().replace("[", "").replace("]", "");
        var path = uri.getRawPath() == null || uri.getRawPath().equals("/") ? "" : uri.getRawPath();
        return new Address(scheme, host, uri.getPort(), path);
    }

    public boolean secure() {
        return scheme.equals("wss") || scheme.equals("tls");
    }

    public boolean webSocket() {
        return scheme.equals("ws") || scheme.equals("wss");
    }
}
