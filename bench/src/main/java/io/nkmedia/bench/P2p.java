package io.nkmedia.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Thousands of sessions from peer to peer: what each holds, and whether the last ones are made as fast as the first. */
final class P2p {
    private static final int BLOCKS = 10;
    private static final int BLOCK = 1000;
    private static final int SESSIONS = BLOCKS * BLOCK;
    private static final int AT_ONCE = 16;
    private static final int WARM_UP_PAIRS = 2500;
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final String ID = "\"session_id\":\"";

    private P2p() {}

    /** A caller, its callee, and the answer that both get: two sessions that stay. */
    private record Pair(Api api, String jsonSdp) implements Work {
        @Override
        public void begin(Runnable answered, Runnable done) {
            var caller = "{\"type\":\"p2p\",\"offer\":{\"sdp\":" + jsonSdp + "}}";
            api.request("media", "session", "create", caller, made -> {
                Api.check(made);
                var callee = "{\"type\":\"p2p\",\"wait_reply\":true,\"set_master_answer\":true,\"master_id\":\""
                        + id(made) + "\"}";
                api.request("media", "session", "create", callee, offered -> {
                    Api.check(offered);
                    var answer = "{\"session_id\":\"" + id(offered) + "\",\"answer\":{\"sdp\":" + jsonSdp + "}}";
                    api.request("media", "session", "set_answer", answer, set -> {
                        Api.check(set);
                        answered.run();
                        done.run();
                    });
                });
            });
        }

        private static String id(String reply) {
            return Text.quoted(reply, ID);
        }

        @Override
        public CompletableFuture<Void> broken() {
            return api.broken();
        }
    }

    static void measure(Site site) throws IOException {
        var loop = site.loop();
        try (var server = site.serve(Document.BARE)) {
            // The compiler is through before the first block; these sessions end with their owner.
            var first = Api.login(loop, server.port());
            Load.run(loop, List.of(new Pair(first, site.settings().jsonOffer())), AT_ONCE, WARM_UP_PAIRS);
            first.call("core", "user", "logout", "{}");
            var api = Api.login(loop, server.port());
            Until.there(
                    "the end of the first sessions",
                    END_LIMIT,
                    () -> Optional.of(api).filter(each -> count(each) == 0));
            var before = Memory.of(server.pid());
            var rates = new ArrayList<Double>();
            for (int i = 0; i < BLOCKS; i++) {
                var work = List.of(new Pair(api, site.settings().jsonOffer()));
                rates.add(2 * Load.run(loop, work, AT_ONCE, BLOCK / 2).perSecond());
            }
            var after = Memory.of(server.pid());
            int there = count(api);
            if (there != SESSIONS) {
                throw new IllegalStateException("sessions that are there: " + there);
            }
            report(site.report(), before, after, rates);
        }
    }

    private static void report(Report report, Memory before, Memory after, List<Double> rates) {
        report.result(
                SESSIONS + " p2p sessions, each",
                Memory.kilobytes(after.heap() - before.heap(), SESSIONS),
                Aim.atMost(20, "KB"),
                "heap: " + after.grown(before, SESSIONS));
        report.result(
                SESSIONS + " p2p sessions, rate of the last thousand to that of the first",
                rates.get(BLOCKS - 1) / rates.get(0),
                Aim.none(""),
                "made per second: " + Report.list(rates));
    }

    /** How many sessions the service has, page by page. */
    private static int count(Api api) {
        int count = 0;
        var after = "";
        while (true) {
            var page = api.call("media", "session", "get_list", "{\"limit\":1000,\"after\":\"" + after + "\"}");
            Api.check(page);
            int here = page.split(ID, -1).length - 1;
            if (here == 0) {
                return count;
            }
            count += here;
            after = Text.quoted(page.substring(page.lastIndexOf(ID)), ID);
        }
    }
}
