package io.nkmedia.runtime.internal.wire;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Docker engine of this machine listens.
 *
 * @param host {@code unix:///path} or {@code tcp://127.0.0.1:port}
 * @param certificates a folder with {@code ca.pem}, {@code cert.pem}, {@code key.pem}: TLS; empty: none
 */
public record DockerAddress(String host, String certificates) {
    private static final String USUAL = "unix:///var/run/docker.sock";
    private static final Pattern UNIX = Pattern.compile("unix:///[^?#]+");
    private static final Pattern TCP = Pattern.compile("tcp://(localhost|127(\\.\\d{1,3}){3}|\\[::1]):\\d{1,5}");
    private static final Pattern REMOTE = Pattern.compile("(tcp|https?|ssh)://.*");

    /**
     * An engine elsewhere is refused: the media engine's control port would have to leave its machine.
     *
     * @param host null: the usual place
     * @throws RuntimeUnavailable if it is no address of an engine of this machine
     */
    public static DockerAddress of(@Nullable Object host, @Nullable Object certificates) {
        var text = Optional.ofNullable(host).map(String::valueOf).orElse(USUAL);
        var folder = Optional.ofNullable(certificates).map(String::valueOf).orElse("");
        if (!UNIX.matcher(text).matches() && !TCP.matcher(text).matches()) {
            throw new RuntimeUnavailable("docker_host " + text
                    + (REMOTE.matcher(text).matches()
                            ? " is another machine's: a media engine's control port never leaves its machine, so only a"
                                    + " Docker engine of this one will do"
                            : " must be unix:///path or tcp://127.0.0.1:port"));
        }
        return new DockerAddress(text, folder);
    }

    URI uri() {
        return URI.create(host);
    }

    @Override
    public String toString() {
        return host;
    }
}
