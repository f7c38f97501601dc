package io.nkmedia.runtime.internal.wire;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.SSLConfig;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes clients of Docker engines. None is connected before it is used. */
public final class Dialer {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 16;

    private Dialer() {}

    /**
     * A client whose calls block.
     *
     * @param silence after so long without an answer, or without another piece of it, a call fails
     * @throws io.nkmedia.api.runtime.RuntimeUnavailable if its certificates are no good
     */
    public static DockerClient open(DockerAddress address, Duration silence) {
        var tls = tls(address);
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(address.uri())
                .sslConfig(tls)
                .maxConnections(CONNECTIONS)
                .connectionTimeout(CONNECT)
                .responseTimeout(silence)
                .build();
        return DockerClientImpl.getInstance(new ClientConfig(address.uri(), tls), http);
    }

    @SuppressWarnings("deprecation") // As in ClientConfig.
    private static @Nullable SSLConfig tls(DockerAddress address) {
        var folder = address.certificates();
        if (folder.isEmpty()) {
            return null;
        }
        return new PemFiles(Path.of(folder));
    }
}
