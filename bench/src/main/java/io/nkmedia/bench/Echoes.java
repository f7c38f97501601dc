package io.nkmedia.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An echo set up and ended: through this server, and straight at the engine. */
final class Echoes {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private Echoes() {}

    static void measure(Site site) throws IOException {
        var loop = site.loop();
        var offer = site.settings().jsonOffer();
        try (var server = site.serve(Document.ENGINE)) {
            var ours = Ours.with(Api.login(loop, server.port()), offer);
            Until.there(
                    "an echo session",
                    READY_LIMIT,
                    () -> Optional.of(ours.api().call("media", "session", "create", ours.create()))
                            .filter(Api::ok));
            var theirs = Theirs.with(JanusApi.open(loop, server.engine()), offer);
            var duel = new Duel(loop, List.of(ours), List.of(theirs), () -> Cpu.ms(server.pid()));
            duel.warmUp(32, 40_000);
            int rounds = site.settings().rounds();
            report(site.report(), duel.fight(rounds, 1, 500), duel.fight(rounds, 32, 2000));
            ours.api().close();
            theirs.api().close();
        }
    }

    private static void report(Report report, Duel.Outcome one, Duel.Outcome many) {
        var added = one.ours().ms(0.5) - one.theirs().ms(0.5);
        report.result("echo set-up, 1 at once", one.ratio(), Aim.none(""), one.how("NkMEDIA", "Janus alone"));
        report.result("echo set-up, 1 at once: time added", added, Aim.atMost(1.5, "ms"), "p50");
        report.result("echo set-up, 32 at once", many.ratio(), Aim.atLeast(0.7), many.how("NkMEDIA", "Janus alone"));
        report.result("echo set-up, 1 at once: processor time", one.cpu(), Aim.none("ms"), "");
        report.result("echo set-up, 32 at once: processor time", many.cpu(), Aim.atMost(0.4, "ms"), "");
    }

    /** {@code create} with {@code wait_reply}, then {@code destroy}. */
    record Ours(Api api, String create) implements Work {
        static Ours with(Api api, String jsonOffer) {
            return new Ours(api, "{\"type\":\"echo\",\"wait_reply\":true,\"offer\":{\"sdp\":" + jsonOffer + "}}");
        }

        @Override
        public void begin(Runnable answered, Runnable done) {
            api.request("media", "session", "create", create, created -> {
                Api.check(created);
                if (!created.contains("\"answer\":{")) {
                    throw new IllegalStateException("no answer in " + created);
                }
                answered.run();
                var id = Text.quoted(created, "\"session_id\":\"");
                api.request("media", "session", "destroy", "{\"session_id\":\"" + id + "\"}", destroyed -> {
                    Api.check(destroyed);
                    done.run();
                });
            });
        }

        @Override
        public CompletableFuture<Void> broken() {
            return api.broken();
        }
    }

    /** {@code attach}, the offer and its answer, {@code detach}. */
    record Theirs(JanusApi api, String message) implements Work {
        static Theirs with(JanusApi api, String jsonOffer) {
            return new Theirs(
                    api,
                    ",\"body\":{\"audio\":true,\"video\":true,\"bitrate\":1000000},\"jsep\":{\"type\":\"offer\","
                            + "\"sdp\":" + jsonOffer + ",\"trickle\":false}");
        }

        @Override
        public void begin(Runnable answered, Runnable done) {
            api.request("attach", ",\"plugin\":\"janus.plugin.echotest\",\"opaque_id\":\"bench\"", attached -> {
                var handle = ",\"handle_id\":" + Text.number(attached, "\"id\":");
                api.request("message", handle + message, event -> {
                    if (!event.contains("\"jsep\":{")) {
                        throw new IllegalStateException("no answer in " + event);
                    }
                    answered.run();
                    api.request("detach", handle, detached -> done.run());
                });
            });
        }

        @Override
        public CompletableFuture<Void> broken() {
            return api.broken();
        }
    }
}
