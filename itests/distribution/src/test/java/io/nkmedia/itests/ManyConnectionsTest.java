package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** thousands of connections at once, and their work is done by as many threads as there are processors. */
class ManyConnectionsTest {
    private static final int CONNECTIONS = 2_500;
    private static final int PINGS = 40;

    /** A thread with less of the work than this has only helped. */
    private static final double SHARE = 0.05;

    @Test
    void thousandsOfConnections_areServedByAllProcessors() throws IOException {
        var http = HttpClient.newHttpClient();
        try (var server = Distribution.unpack("many")) {
            server.service("demo", TestServices.service("demo", ""));
            server.start();
            var clients = new ArrayList<TestClient>();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(TestClient.login(http, server.httpPort(), "demo", "user", TestServices.PASSWORD));
            }
            var before = ticks(server.process().pid());
            for (int i = 0; i < PINGS; i++) {
                CompletableFuture.allOf(clients.stream()
                                .map(client -> client.request("core/core/ping", Map.of()))
                                .toArray(CompletableFuture[]::new))
                        .join();
            }
            var work = spent(before, ticks(server.process().pid()));
            long all = work.stream().mapToLong(Long::longValue).sum();
            assertThat(work.stream().filter(ticks -> ticks > SHARE * all).count())
                    .as("threads with a share of the work, of %s", work)
                    .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
            assertThat(clients).allMatch(TestClient::isOpen);
            clients.forEach(TestClient::close);
            server.stop();
        }
    }

    /** Processor time of each thread, in the kernel's ticks. */
    private static Map<String, Long> ticks(long pid) throws IOException {
        var ticks = new HashMap<String, Long>();
        try (var tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (var task : tasks.toList()) {
                var stat = Files.readString(task.resolve("stat"));
                // The name before may hold spaces.
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                ticks.put(task.getFileName().toString(), Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
            }
        }
        return ticks;
    }

    private static List<Long> spent(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                .map(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0L))
                .filter(ticks -> ticks > 0)
                .toList();
    }
}
