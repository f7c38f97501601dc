package io.nkmedia.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.core.internal.config.ServiceDocument.Gelf;
import io.nkmedia.core.internal.config.ServiceDocument.GelfTransport;
import io.nkmedia.core.internal.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A-18, protocol.md §7.9: what clients log reaches a GELF server. */
class GelfTest {
    private static final int LIMIT_MILLIS = 10_000;

    private final Json json = new Json();

    private static Note note(String message, Optional<String> full) {
        return new Note(
                "app",
                message,
                full,
                4,
                Map.of("k", "v", "n", 7, "user", "ann", "session_id", "s-1", "srv_id", "demo"),
                Instant.ofEpochMilli(1_500));
    }

    private ClientLog log(GelfTransport transport, int port) {
        var log = new ClientLog(json);
        log.configure(Optional.of(new Gelf("127.0.0.1", port, transport)));
        return log;
    }

    private void isWhole(JsonNode message) {
        assertThat(message.path("version").asText()).isEqualTo("1.1");
        assertThat(message.path("host").asText()).isEqualTo("app");
        assertThat(message.path("timestamp").asDouble()).isEqualTo(1.5);
        assertThat(message.path("level").asInt()).isEqualTo(4);
        assertThat(message.path("_k").asText()).isEqualTo("v");
        assertThat(message.path("_n").asInt()).isEqualTo(7);
        assertThat(message.path("_user").asText()).isEqualTo("ann");
        assertThat(message.path("_session_id").asText()).isEqualTo("s-1");
        assertThat(message.path("_srv_id").asText()).isEqualTo("demo");
    }

    @Test
    void overUdp_shortOnesInOneDatagram_longOnesInChunks() throws IOException {
        try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var log = log(GelfTransport.UDP, server.getLocalPort())) {
            server.setSoTimeout(LIMIT_MILLIS);
            log.add(note("Hello", Optional.empty()));
            var first = json.parse(new String(receive(server), StandardCharsets.UTF_8));
            isWhole(first);
            assertThat(first.path("short_message").asText()).isEqualTo("Hello");
            var full = "long ".repeat(2_000);
            log.add(note("Hello", Optional.of(full)));
            var chunks = new TreeMap<Integer, byte[]>();
            int count;
            do {
                var chunk = ByteBuffer.wrap(receive(server));
                assertThat(chunk.getShort()).isEqualTo((short) 0x1e0f);
                chunk.getLong();
                int number = chunk.get();
                count = chunk.get();
                chunks.put(number, Arrays.copyOfRange(chunk.array(), chunk.position(), chunk.limit()));
            } while (chunks.size() < count);
            var whole = new ByteArrayOutputStream();
            chunks.values().forEach(whole::writeBytes);
            var second = json.parse(whole.toString(StandardCharsets.UTF_8));
            isWhole(second);
            assertThat(second.path("full_message").asText()).isEqualTo(full);
        }
    }

    private static byte[] receive(DatagramSocket server) throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        server.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Test
    void overTcp_eachEndsWithAZeroByte() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var log = log(GelfTransport.TCP, server.getLocalPort())) {
            server.setSoTimeout(LIMIT_MILLIS);
            log.add(note("one", Optional.empty()));
            log.add(note("two", Optional.empty()));
            try (var connection = server.accept()) {
                assertThat(read(connection).path("short_message").asText()).isEqualTo("one");
                var second = read(connection);
                isWhole(second);
                assertThat(second.path("short_message").asText()).isEqualTo("two");
            }
        }
    }

    private JsonNode read(Socket connection) throws IOException {
        connection.setSoTimeout(LIMIT_MILLIS);
        var text = new ByteArrayOutputStream();
        for (int next = connection.getInputStream().read();
                next > 0;
                next = connection.getInputStream().read()) {
            text.write(next);
        }
        return json.parse(text.toString(StandardCharsets.UTF_8));
    }
}
