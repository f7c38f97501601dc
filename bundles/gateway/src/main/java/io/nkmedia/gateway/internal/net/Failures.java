package io.nkmedia.gateway.internal.net;

import io.nkmedia.gateway.internal.Address;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What went wrong with a socket, in words for an operator. */
final class Failures {
    private Failures() {}

    static IOException bind(Throwable cause, Address address) {
        var text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof BindException && text.contains("in use")) {
            return new IOException("port " + address.port() + " is in use", cause);
        }
        if (cause instanceof BindException) {
            return new IOException("address " + address.host() + " is not one of this machine", cause);
        }
        return new IOException("port " + address.port() + " can't be opened: " + text, cause);
    }

    static IOException connect(Throwable cause, String url) {
        if (cause instanceof ConnectException) {
            return new IOException("nobody listens at " + url, cause);
        }
        if (cause instanceof SSLException) {
            return new IOException("no TLS with " + url + ": " + cause.getMessage(), cause);
        }
        if (cause instanceof UnknownHostException) {
            return new IOException("unknown host in " + url, cause);
        }
        return new IOException("no connection to " + url + ": " + cause.getMessage(), cause);
    }
}
