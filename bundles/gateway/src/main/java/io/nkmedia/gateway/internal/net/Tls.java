package io.nkmedia.gateway.internal.net;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.nkmedia.gateway.TlsSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS of one listener: new handshakes use what the files hold now. */
final class Tls {
    /** How often the files are looked at. */
    static final Duration POLL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    private volatile Loaded loaded;

    private record Loaded(TlsSpec spec, List<String> stamps, SslContext context) {}

    Tls(TlsSpec spec) throws IOException {
        var stamps = stamps(spec);
        loaded = new Loaded(spec, stamps, Certificates.load(spec));
    }

    SslHandler handler(SocketChannel channel) {
        var handler = loaded.context().newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(Greeter.PATIENCE.toMillis());
        return handler;
    }

    /** Reads again if the spec or a file has changed; what can't be used is logged once, and the old stays. */
    void look(TlsSpec spec) {
        var stamps = stamps(spec);
        var before = loaded;
        if (spec.equals(before.spec()) && stamps.equals(before.stamps())) {
            return;
        }
        try {
            loaded = new Loaded(spec, stamps, Certificates.load(spec));
            LOG.info("TLS uses certificate {} as it is now", spec.certificate());
        } catch (IOException e) {
            loaded = new Loaded(spec, stamps, before.context());
            LOG.warn("TLS stays with the certificate it has: {}", e.getMessage());
        }
    }

    private static List<String> stamps(TlsSpec spec) {
        return Stream.of(Optional.of(spec.certificate()), Optional.of(spec.key()), spec.clientCa())
                .flatMap(Optional::stream)
                .map(Tls::stamp)
                .toList();
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis() + "/" + Files.size(file);
        } catch (IOException e) {
            return "missing";
        }
    }
}
