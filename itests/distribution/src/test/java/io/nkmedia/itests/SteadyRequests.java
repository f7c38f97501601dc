package io.nkmedia.itests;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A program that changes one session, and makes and ends another one, all the time. */
final class SteadyRequests implements AutoCloseable {
    /** A little less than what the server waits before it refuses. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<String> refusedAtOnce = new CopyOnWriteArrayList<>();
    private final AtomicLong longestMillis = new AtomicLong();
    private final AtomicInteger rounds = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "steady-requests");
    private final TestClient client;
    private final String session;
    private volatile boolean ends;

    /** Closes the client with itself. */
    SteadyRequests(TestClient client, String session) {
        this.client = client;
        this.session = session;
        thread.start();
    }

    private void run() {
        while (!ends) {
            String made = "session-steady-" + rounds.get();
            ask("media/session/update_media", Map.of("session_id", session, "mute_audio", rounds.get() % 2 == 0));
            if (ask(
                    "media/session/create",
                    Map.of("type", "echo", "session_id", made, "offer", Map.of("sdp", TestSessions.offer())))) {
                ask("media/session/destroy", Map.of("session_id", made));
            }
            rounds.incrementAndGet();
        }
    }

    /** What is refused after the server has waited is no fault: this machine may be slow. */
    private boolean ask(String command, Map<String, ?> data) {
        long begin = System.nanoTime();
        try {
            client.call(command, data);
            return true;
        } catch (TestClient.Refused refused) {
            if (System.nanoTime() - begin < PATIENCE.toNanos()) {
                refusedAtOnce.add(command + ": " + refused.getMessage());
            }
            return false;
        } finally {
            longestMillis.accumulateAndGet((System.nanoTime() - begin) / 1_000_000, Math::max);
        }
    }

    /** Waits until some more rounds are done, and gives what was refused without having waited. */
    List<String> refusedAtOnce() {
        int now = rounds.get();
        Eventually.eventually("requests are answered", LIMIT, () -> rounds.get() > now + 3);
        return refusedAtOnce;
    }

    /** The longest that a request took since this was last asked. */
    long longestMillis() {
        return longestMillis.getAndSet(0);
    }

    @Override
    public void close() {
        ends = true;
        try {
            thread.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
