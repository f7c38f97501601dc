package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A network that fails for a thousand clients of one address, all of whom come back at once to their sessions. */
final class Resumes {
    private static final int CLIENTS = 1000;
    private static final int LIMIT_SECONDS = 60;

    private Resumes() {}

    static void measure(Site site) throws IOException {
        var loop = site.loop();
        try (var server = site.serve(Document.BARE)) {
            var uri = Api.shared(server.port());
            var publisher = Api.login(loop, server.port());
            var crowd = Crowd.gather(loop, uri, "admin", CLIENTS);
            crowd.forEach(each -> Api.check(each.api().call("core", "event", "subscribe", "{\"class\":\"bench\"}")));
            var seconds = new ArrayList<Double>();
            for (int i = 0; i < site.settings().rounds(); i++) {
                long begin = System.nanoTime();
                crowd = storm(loop, uri, crowd);
                seconds.add((System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1));
                reached(loop, publisher, crowd);
            }
            seconds.sort(null);
            site.report()
                    .result(
                            CLIENTS + " clients broken at once, all back",
                            seconds.get(seconds.size() / 2),
                            Aim.atMost(5, "s"),
                            "rounds " + Report.list(seconds));
        }
    }

    private static List<Crowd.Member> storm(EventLoop loop, URI uri, List<Crowd.Member> crowd) {
        return all(loop, () -> {
            crowd.forEach(each -> each.api().reset());
            return crowd.stream().map(each -> back(loop, uri, each)).toList();
        });
    }

    private static CompletableFuture<Crowd.Member> back(EventLoop loop, URI uri, Crowd.Member gone) {
        var session = Text.quoted(gone.login(), "\"session_id\":\"");
        var token = Text.quoted(gone.login(), "\"resume_token\":\"");
        var more = ",\"session_id\":\"" + session + "\",\"resume_token\":\"" + token + "\"";
        return Crowd.enter(loop, uri, gone.number(), "admin", more).thenApply(member -> {
            if (!member.login().contains("\"resumed\":true")) {
                throw new IllegalStateException("a new session: " + member.login());
            }
            return member;
        });
    }

    /** Their subscriptions are there: what is published now comes to each. */
    private static void reached(EventLoop loop, Api publisher, List<Crowd.Member> crowd) {
        all(loop, () -> {
            publisher.request("core", "event", "send", "{\"class\":\"bench\",\"type\":\"back\"}", Api::check);
            return crowd.stream()
                    .map(each -> {
                        var event = new CompletableFuture<String>();
                        each.api().events(event::complete);
                        return event;
                    })
                    .toList();
        });
    }

    /** What {@code begin}, on the event loop, waits for. */
    private static <T> List<T> all(EventLoop loop, Supplier<List<CompletableFuture<T>>> begin) {
        var begun = CompletableFuture.supplyAsync(begin, loop).join();
        CompletableFuture.allOf(begun.toArray(CompletableFuture<?>[]::new))
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
        return begun.stream().map(CompletableFuture::join).toList();
    }
}
