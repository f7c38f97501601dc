package io.nkmedia.core.internal.media;

import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.core.internal.media.IceSettings.Turn;
import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real coturn takes the credentials that we make, and no others. */
@Tag("real")
class RealTurnTest {
    private static final String SECRET = "a secret of two";
    private static final String REFUSED = "Cannot complete Allocation";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] BINDING = {
        0, 1, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };

    @TempDir
    private Path folder;

    private Process server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        port = freePort();
        int relay = freePort();
        var config = Files.writeString(
                folder.resolve("turn.conf"),
                String.join(
                        "\n",
                        "listening-ip=127.0.0.1",
                        "relay-ip=127.0.0.1",
                        "listening-port=" + port,
                        "min-port=" + Math.min(relay, 65_000),
                        "max-port=" + (Math.min(relay, 65_000) + 100),
                        "realm=lab",
                        "use-auth-secret",
                        "static-auth-secret=" + SECRET,
                        "allow-loopback-peers",
                        "cli-password=unused",
                        "no-cli",
                        "no-tls",
                        "no-dtls",
                        "no-tcp",
                        "pidfile=" + folder.resolve("turn.pid"),
                        "userdb=" + folder.resolve("turn.db"),
                        "log-file=stdout",
                        ""));
        server = new ProcessBuilder("turnserver", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("turn.log").toFile())
                .start();
        eventually(LIMIT, "an answer of the TURN server", this::answers);
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.destroyForcibly();
        assertThat(server.waitFor(10, TimeUnit.SECONDS))
                .as("the TURN server ended")
                .isTrue();
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(200);
            socket.send(new DatagramPacket(BINDING, BINDING.length, InetAddress.getByName("127.0.0.1"), port));
            socket.receive(new DatagramPacket(new byte[500], 500));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Map<String, Object> minted(String secret, Instant now) {
        var turn = new Turn(List.of("turn:127.0.0.1:" + port + "?transport=udp"), secret, 60);
        return IceServers.of(new IceSettings(List.of(), Optional.of(turn)), "ann", now)
                .get(0);
    }

    /** Sends ten packets through a relay and back; gives what the client says. */
    private String relay(Object user, Object password) throws IOException, InterruptedException {
        var out = folder.resolve("client.log").toFile();
        var command = new ArrayList<>(List.of("turnutils_uclient", "-y", "-m", "1", "-n", "10", "-p"));
        command.addAll(List.of(String.valueOf(port), "-u", user.toString(), "-w", password.toString(), "127.0.0.1"));
        var client = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out)
                .redirectInput(new File("/dev/null"))
                .start();
        if (!client.waitFor(20, TimeUnit.SECONDS)) {
            client.destroyForcibly();
        }
        return Files.readString(out.toPath());
    }

    private String relay(Map<String, Object> minted) throws IOException, InterruptedException {
        return relay(
                Optional.ofNullable(minted.get("username")).orElseThrow(),
                Optional.ofNullable(minted.get("credential")).orElseThrow());
    }

    @Test
    void freshCredentials_relayMedia() throws Exception {
        assertThat(relay(minted(SECRET, Instant.now()))).contains("tot_recv_msgs=40", "Total lost packets 0 (");
    }

    @Test
    void expiredOnes_areRefused() throws Exception {
        assertThat(relay(minted(SECRET, Instant.now().minusSeconds(120)))).contains(REFUSED);
    }

    @Test
    void forgedOnes_areRefused() throws Exception {
        assertThat(relay(minted("another secret", Instant.now()))).contains(REFUSED);
        var real = minted(SECRET, Instant.now());
        var later = Instant.now().plusSeconds(9000).getEpochSecond() + ":ann";
        assertThat(relay(later, Optional.ofNullable(real.get("credential")).orElseThrow()))
                .as("the time is part of what is signed")
                .contains(REFUSED);
    }
}
