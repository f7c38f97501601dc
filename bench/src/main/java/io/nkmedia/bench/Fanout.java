package io.nkmedia.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One sends, a thousand get it: an event of the API, and the same bytes from the bare endpoint. */
final class Fanout implements Work {
    private static final int SUBSCRIBERS = 1000;
    private static final String EVENT = "{\"class\":\"bench\",\"type\":\"tick\",\"body\":{\"text\":\"hello\"}}";

    private final Map<Integer, Integer> missing = new HashMap<>();
    private final Map<Integer, Runnable> whenAll = new HashMap<>();
    private final Runnable send;
    private final CompletableFuture<Void> broken;
    private String text = "";
    private int sent;

    /**
     * @param send what all subscribers get
     * @param broken of each subscriber
     */
    private Fanout(Runnable send, Stream<CompletableFuture<Void>> broken) {
        this.send = send;
        this.broken = CompletableFuture.anyOf(broken.toArray(CompletableFuture<?>[]::new))
                .thenAccept(never -> {});
    }

    static void measure(Site site) throws IOException {
        try (var server = site.serve(Document.BARE)) {
            Bare.install(site, server);
            var ours = ours(site, server);
            Load.run(site.loop(), List.of(ours), 1, 1);
            var theirs = theirs(site, server, ours.text);
            var duel = new Duel(site.loop(), List.of(ours), List.of(theirs), () -> Cpu.ms(server.pid()));
            duel.warmUp(4, 500);
            report(site.report(), 1, duel.fight(site.settings().rounds(), 1, 100));
            report(site.report(), 4, duel.fight(site.settings().rounds(), 4, 200));
        }
    }

    private static void report(Report report, int atOnce, Duel.Outcome outcome) {
        var what = "event to " + SUBSCRIBERS + " sockets, " + atOnce + " at once";
        report.result(what, outcome.ratio(), Aim.atLeast(0.7), outcome.how("core/event/send", "bare endpoint"));
        report.result(what + ": processor time for each socket", outcome.cpu() / SUBSCRIBERS, Aim.none("ms"), "");
    }

    private static Fanout ours(Site site, Server server) {
        var uri = Api.shared(server.port());
        var publisher = Crowd.gather(site.loop(), uri, "admin", 1).get(0).api();
        var subscribers = Crowd.gather(site.loop(), uri, "admin", SUBSCRIBERS).stream()
                .map(Crowd.Member::api)
                .toList();
        subscribers.forEach(each -> Api.check(each.call("core", "event", "subscribe", "{\"class\":\"bench\"}")));
        var fanout = new Fanout(
                () -> publisher.request("core", "event", "send", EVENT, Api::check),
                subscribers.stream().map(Api::broken));
        on(site, () -> subscribers.forEach(each -> each.events(fanout.subscriber())));
        return fanout;
    }

    private static Fanout theirs(Site site, Server server, String text) {
        var publisher = Bare.open(site.loop(), server, "broadcast");
        var subscribers = IntStream.range(0, SUBSCRIBERS)
                .mapToObj(i -> Bare.open(site.loop(), server, "broadcast"))
                .toList();
        var fanout = new Fanout(() -> publisher.send(text), subscribers.stream().map(Socket::broken));
        on(site, () -> subscribers.forEach(each -> each.receive(fanout.subscriber())));
        return fanout;
    }

    private static void on(Site site, Runnable task) {
        CompletableFuture.runAsync(task, site.loop()).join();
    }

    /** Texts come to a subscriber in the order in which they were sent: counting tells which one it was. */
    private Consumer<String> subscriber() {
        var count = new int[1];
        return got -> {
            text = got;
            int number = count[0]++;
            int left = missing.merge(number, -1, Integer::sum);
            if (left == 0) {
                missing.remove(number);
                Objects.requireNonNull(whenAll.remove(number)).run();
            }
        };
    }

    @Override
    public void begin(Runnable answered, Runnable done) {
        missing.put(sent, SUBSCRIBERS);
        whenAll.put(sent, () -> {
            answered.run();
            done.run();
        });
        sent++;
        send.run();
    }

    @Override
    public CompletableFuture<Void> broken() {
        return broken;
    }
}
