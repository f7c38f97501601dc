package io.nkmedia.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A request and its reply: {@code core/core/ping}, and the same text from the bare endpoint. */
final class Pings {
    private static final int SOCKETS = 50;
    private static final int WARM_UP = 100_000;

    private Pings() {}

    static void measure(Site site) throws IOException {
        var loop = site.loop();
        try (var server = site.serve(Document.BARE)) {
            Bare.install(site, server);
            var ours = new ArrayList<Ours>();
            var theirs = new ArrayList<Theirs>();
            for (int i = 0; i < SOCKETS; i++) {
                ours.add(new Ours(Api.login(loop, server.port())));
                theirs.add(new Theirs(Bare.open(loop, server, "echo")));
            }
            var duel = new Duel(loop, ours, theirs, () -> Cpu.ms(server.pid()));
            duel.warmUp(1, WARM_UP);
            duel.warmUp(8, WARM_UP);
            report(site.report(), 1, duel.fight(site.settings().rounds(), 1, 50_000));
            report(site.report(), 8, duel.fight(site.settings().rounds(), 8, 100_000));
            ours.forEach(each -> each.api().close());
            theirs.forEach(each -> each.socket.close());
        }
    }

    private static void report(Report report, int atOnce, Duel.Outcome outcome) {
        var what = "ping, " + SOCKETS + " sockets, " + atOnce + " at once on each";
        report.result(what, outcome.ratio(), Aim.atLeast(0.8), outcome.how("core/core/ping", "bare endpoint"));
        report.result(what + ": processor time", outcome.cpu(), Aim.none("ms"), "");
    }

    record Ours(Api api) implements Work {
        @Override
        public void begin(Runnable answered, Runnable done) {
            api.request("core", "core", "ping", "{}", reply -> {
                Api.check(reply);
                answered.run();
                done.run();
            });
        }

        @Override
        public CompletableFuture<Void> broken() {
            return api.broken();
        }
    }

    /** The endpoint answers in order. */
    static final class Theirs implements Work {
        private final Socket socket;
        private final Queue<Runnable> pending = new ArrayDeque<>();
        private long lastTid;

        private Theirs(Socket socket) {
            this.socket = socket;
            socket.receive(text -> pending.remove().run());
        }

        @Override
        public void begin(Runnable answered, Runnable done) {
            pending.add(() -> {
                answered.run();
                done.run();
            });
            socket.send("{\"class\":\"core\",\"subclass\":\"core\",\"cmd\":\"ping\",\"data\":{},\"tid\":" + ++lastTid
                    + "}");
        }

        @Override
        public CompletableFuture<Void> broken() {
            return socket.broken();
        }
    }
}
