package io.nkmedia.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Steady requests, each sent when its time has come, whether or not the ones before are answered. */
final class Load implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** One request from its sending on. */
    private record Sent(long at, CompletableFuture<JsonNode> reply, CompletableFuture<Duration> took) {}

    /**
     * What became of the requests that were sent in a time.
     *
     * @param failures what the failed ones were answered, or why they weren't
     */
    record Report(String what, int sent, List<String> failures, Duration p50, Duration p99, Duration longest) {
        @Override
        public String toString() {
            return "%-34s %5d requests, %d failed, p50 %d ms, p99 %d ms, longest %d ms"
                    .formatted(what, sent, failures.size(), p50.toMillis(), p99.toMillis(), longest.toMillis());
        }
    }

    /** Something that is done under load. */
    interface Change {
        void make() throws Exception;
    }

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();

    /** @param request makes the request with this number */
    Load(int perSecond, IntFunction<CompletableFuture<JsonNode>> request) {
        clock.scheduleAtFixedRate(() -> send(request), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void send(IntFunction<CompletableFuture<JsonNode>> request) {
        long begin = System.nanoTime();
        var reply = request.apply(number.getAndIncrement());
        sent.add(new Sent(begin, reply, reply.handle((any, error) -> Duration.ofNanos(System.nanoTime() - begin))));
    }

    /** Makes a change, waits until all requests that were sent meanwhile have their answers, and tells of them. */
    Report during(String what, Change change) throws Exception {
        sent.clear();
        change.make();
        long end = System.nanoTime();
        var window = sent.stream().filter(each -> each.at() < end).toList();
        var failures = window.stream()
                .map(Load::failure)
                .filter(text -> !text.isEmpty())
                .toList();
        var times = window.stream().map(each -> each.took().join()).sorted().toList();
        return new Report(what, times.size(), failures, part(times, 50), part(times, 99), part(times, 100));
    }

    private static Duration part(List<Duration> sorted, int percent) {
        return sorted.get((sorted.size() - 1) * percent / 100);
    }

    private static String failure(Sent request) {
        return request.reply()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .handle((reply, error) -> error == null ? "" : error.toString())
                .join();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
