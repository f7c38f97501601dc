package io.nkmedia.itests;

import java.util.Locale;

/** How a client reaches a service: the shared HTTP port, or a listener of the service's own. */
enum Way {
    HTTP,
    WS,
    WSS,
    TCP,
    TLS;

    boolean isShared() {
        return this == HTTP;
    }

    boolean isSecure() {
        return this == WSS || this == TLS;
    }

    boolean isWebSocket() {
        return this != TCP && this != TLS;
    }

    /** What the server calls it. */
    String transport() {
        return isShared() ? "ws" : name().toLowerCase(Locale.ROOT);
    }

    /** The listener's URL at this address, on a port that the server picks. */
    String url(String host) {
        return transport() + "://" + host + ":0";
    }

    /** The listener's entry in a service's document; its certificate is that of {@link Ways}. */
    String listener(String host) {
        var tls =
                isSecure() ? ", \"tls\": {\"cert\": \"" + Ways.CERTIFICATE + "\", \"key\": \"" + Ways.KEY + "\"}" : "";
        return "{\"url\": \"" + url(host) + "\"" + tls + "}";
    }
}
