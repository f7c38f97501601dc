package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.itests.fuzz.Attack;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients without manners on each way in, while others go on. {@code -Dfuzz.seed=…} repeats what a failure names. B-2, B-40.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final String HOST = "127.0.0.1";
    private static final String SERVICE = "fuzz";
    private static final int FRAMES = 10_000;
    private static final int WARM_UP = 1_000;
    private static final int OF_ONE_CONNECTION = 40;
    private static final int MAX_MESSAGE = 4096;
    private static final int LORIS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What caches, pools and statistics may grow by; what leaks grows with each of 50,000 frames. */
    private static final long ROOM = 16_000_000;

    private static Distribution server;
    private static Ways ways;
    private static Jvm jvm;
    private static Bystanders bystanders;
    private static long bytes;
    private static int threads;
    private static int files;

    @BeforeAll
    static void start() throws IOException {
        server = Distribution.unpack("fuzz");
        var keys = TestKeys.make(Path.of(Unpacked.property("nkmedia.work"), "fuzz-keys"), "fuzz", List.of(HOST));
        ways = new Ways(server, keys);
        server.service(
                SERVICE,
                TestServices.service(SERVICE, Ways.listeners(HOST, Way.values()))
                        .replace(
                                "\"sessions_per_user\"",
                                "\"max_message_bytes\": " + MAX_MESSAGE + ", \"sessions_per_user\""));
        server.start();
        jvm = new Jvm(server.process());
        bystanders = new Bystanders(ways);
        for (var way : Way.values()) {
            attack(way, new Random(SEED), WARM_UP);
        }
        onlyBystandersAreLeft();
        bytes = jvm.liveBytes();
        threads = jvm.threads();
        files = jvm.files();
    }

    @AfterAll
    static void stop() {
        if (bystanders != null) {
            bystanders.close();
        }
        server.close();
    }

    private static void attack(Way way, Random random, int frames) throws IOException {
        int port = ways.port(way, HOST);
        int sent = 0;
        while (sent < frames) {
            var socket = ways.socketOfAStranger(way, HOST, port);
            sent += new Attack(random, way.isWebSocket(), MAX_MESSAGE).run(socket, OF_ONE_CONNECTION);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    @Order(1)
    void fuzzedFramesAndChunks_harmNobodyElse(Way way) throws IOException {
        try {
            attack(way, new Random(SEED + way.ordinal() + 1), FRAMES);
            bystanders.areServed();
            try (var late = ways.admin(way, SERVICE, HOST)) {
                late.call("core/core/ping", Map.of());
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("-Dfuzz.seed=" + SEED + " over " + way, e);
        }
    }

    /** Requests without end from somebody who reads no answer. */
    @ParameterizedTest
    @EnumSource(Way.class)
    @Order(2)
    void whoNeverReads_isClosedOrWaits_andHarmsNobodyElse(Way way) throws IOException {
        var frame = Attack.request(way.isWebSocket());
        var over = new AtomicBoolean();
        try (var socket = ways.socket(way, HOST, ways.port(way, HOST))) {
            // Else closing TLS would wait for its turn to write.
            socket.setSoLinger(true, 0);
            Attack.open(socket, way.isWebSocket());
            var writer = new Thread(() -> write(socket, frame, over), "never reads");
            writer.start();
            for (int i = 0; i < 3; i++) {
                bystanders.areServed();
            }
        } finally {
            over.set(true);
        }
        bystanders.areServed();
    }

    private static void write(Socket socket, byte[] frame, AtomicBoolean over) {
        try {
            while (!over.get()) {
                socket.getOutputStream().write(frame);
            }
        } catch (IOException closed) {
            over.set(true);
        }
    }

    /** A request or handshake that never ends, or none at all: the server ends it. */
    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"WS", "WSS", "TCP", "TLS"})
    @Order(3)
    void whoAsksForNothing_isClosed(Way way) throws IOException {
        int port = ways.port(way, HOST);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < LORIS; i++) {
                var socket = new Socket(HOST, port);
                socket.setSoTimeout((int) LIMIT.toMillis());
                slow.add(socket);
                if (way == Way.WS) {
                    socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
                }
            }
            for (var socket : slow) {
                // A read that runs into its limit fails the test.
                socket.getInputStream().readAllBytes();
            }
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
        bystanders.areServed();
    }

    @Test
    @Order(4)
    void afterwards_nothingIsLeft() {
        try {
            onlyBystandersAreLeft();
            Eventually.eventually(
                    "files back to about " + files + ", have " + jvm.files(), LIMIT, () -> jvm.files() < files + 20);
            Eventually.eventually(
                    "threads back to about " + threads + ", have " + jvm.threads(),
                    LIMIT,
                    () -> jvm.threads() < threads + 20);
            assertThat(jvm.liveBytes()).as("live bytes, %d before", bytes).isLessThan(bytes + ROOM);
            assertThat(server.log().lines().filter(line -> line.contains("| ERROR |")))
                    .isEmpty();
            bystanders.areServed();
        } catch (AssertionError e) {
            throw new AssertionError("-Dfuzz.seed=" + SEED, e);
        }
    }

    private static void onlyBystandersAreLeft() {
        Eventually.eventually(
                "only bystanders are connected, have " + bystanders.connections(),
                LIMIT,
                () -> bystanders.connections() == Way.values().length);
    }

    /** Well-behaved clients, one over each way, that ask all the time. */
    private static final class Bystanders {
        private final List<TestClient> clients = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        private final AtomicInteger rounds = new AtomicInteger();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();
        private volatile boolean over;

        Bystanders(Ways ways) {
            for (var way : Way.values()) {
                var client = ways.admin(way, SERVICE, HOST);
                clients.add(client);
                var thread = new Thread(() -> ask(client), "bystander over " + way);
                thread.setDaemon(true);
                threads.add(thread);
            }
            threads.forEach(Thread::start);
        }

        private void ask(TestClient client) {
            try {
                while (!over) {
                    client.call("core/core/ping", Map.of());
                    rounds.incrementAndGet();
                    LockSupport.parkNanos(50_000_000);
                }
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }

        /** Each has got an answer since this was called. */
        void areServed() {
            int before = rounds.get();
            Eventually.eventually(
                    "bystanders get answers",
                    LIMIT,
                    () -> !failures.isEmpty() || rounds.get() > before + 2 * clients.size());
            assertThat(failures).isEmpty();
            assertThat(clients).allMatch(TestClient::isOpen);
        }

        /** How many the service has. */
        int connections() {
            var users = clients.get(0).call("core/user/list", Map.of());
            int count = 0;
            for (var sessions : users) {
                count += sessions.size();
            }
            return count;
        }

        void close() {
            over = true;
            clients.forEach(TestClient::close);
        }
    }
}
