package io.nkmedia.bench;

import com.fasterxml.jackson.databind.node.TextNode;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** Runs the benchmarks and writes the result as Markdown; bench/run.sh starts it. */
public final class Bench {
    private static final System.Logger LOG = System.getLogger(Bench.class.getName());
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final int PING_SOCKETS = 50;
    private static final int STARTS = 5;

    private final Settings settings;
    private final EventLoop loop;
    private final Report report = new Report();

    private Bench(Settings settings, EventLoop loop) {
        this.settings = settings;
        this.loop = loop;
    }

    /** What to measure, on what. */
    private record Settings(
            Path tarball, Path work, Path offer, Path endpoint, Path result, Set<String> parts, int rounds) {
        static Settings read() {
            return new Settings(
                    path("tarball"),
                    path("work"),
                    path("offer"),
                    path("endpoint"),
                    path("result"),
                    Set.of(System.getProperty("bench.parts", "echo,ping,start").split(",", -1)),
                    Integer.getInteger("bench.rounds", 5));
        }

        private static Path path(String name) {
            return Path.of(Optional.ofNullable(System.getProperty("bench." + name))
                    .orElseThrow(() -> new IllegalStateException("-Dbench." + name + " is missing")));
        }
    }

    public static void main(String[] arguments) throws IOException {
        var settings = Settings.read();
        var group = new NioEventLoopGroup(1);
        try {
            var bench = new Bench(settings, group.next());
            bench.run();
            Files.writeString(settings.result(), bench.report.toString());
        } finally {
            group.shutdownGracefully().syncUninterruptibly();
        }
    }

    private void run() throws IOException {
        if (settings.parts().contains("echo") || settings.parts().contains("ping")) {
            try (var server = Server.unpack(settings.tarball(), settings.work().resolve("server"))) {
                server.start(loop);
                if (settings.parts().contains("echo")) {
                    echo(server);
                }
                if (settings.parts().contains("ping")) {
                    ping(server);
                }
            }
        }
        if (settings.parts().contains("start")) {
            start();
        }
    }

    private void echo(Server server) throws IOException {
        var offer = new TextNode(Files.readString(settings.offer())).toString();
        var ours = Echoes.Ours.with(Api.login(loop, server.port()), offer);
        Until.there(
                "an echo session",
                READY_LIMIT,
                () -> Optional.of(ours.api().call("media", "session", "create", ours.create()))
                        .filter(Api::ok));
        var theirs = Echoes.Theirs.with(JanusApi.open(loop, server.engine()), offer);
        var duel = new Duel(loop, List.of(ours), List.of(theirs), () -> Cpu.ms(server.pid()));
        LOG.log(Level.INFO, "echo: warming up, pid {0}", Long.toString(server.pid()));
        duel.warmUp(32, 40_000);
        LOG.log(Level.INFO, "echo: measuring");
        var one = duel.fight(settings.rounds(), 1, 500);
        var many = duel.fight(settings.rounds(), 32, 2000);
        report.duelHead("NkMEDIA", "Janus alone");
        report.duel("echo set-up, 1 at once", one);
        report.duel("echo set-up, 32 at once", many);
        report.line("");
        report.line(
                "- added at 1 at once: %.2f ms (p50)",
                one.ours().ms(0.5) - one.theirs().ms(0.5));
        report.line("- our processor time for a set-up: %.2f ms at 1, %.2f ms at 32 at once", one.cpu(), many.cpu());
        ours.api().close();
        theirs.api().close();
    }

    private void ping(Server server) throws IOException {
        server.deploy(settings.endpoint());
        Until.there("the bare endpoint", READY_LIMIT, () -> bare(server)).close();
        var ours = new ArrayList<Pings.Ours>();
        var theirs = new ArrayList<Pings.Theirs>();
        IntStream.range(0, PING_SOCKETS).forEach(i -> {
            ours.add(new Pings.Ours(Api.login(loop, server.port())));
            theirs.add(Pings.Theirs.open(loop, server.port()).join());
        });
        var duel = new Duel(loop, ours, theirs, () -> Cpu.ms(server.pid()));
        LOG.log(Level.INFO, "ping: warming up");
        duel.warmUp(1, 100_000);
        duel.warmUp(8, 100_000);
        LOG.log(Level.INFO, "ping: measuring");
        var one = duel.fight(settings.rounds(), 1, 50_000);
        var eight = duel.fight(settings.rounds(), 8, 100_000);
        report.duelHead("core/core/ping", "bare endpoint");
        report.duel(PING_SOCKETS + " sockets, 1 in flight on each", one);
        report.duel(PING_SOCKETS + " sockets, 8 in flight on each", eight);
        report.line("");
        report.line("- our processor time for a ping: %.3f ms at 1, %.3f ms at 8 in flight", one.cpu(), eight.cpu());
        ours.forEach(each -> each.api().close());
        theirs.forEach(Pings.Theirs::close);
    }

    private Optional<Pings.Theirs> bare(Server server) {
        try {
            return Optional.of(Pings.Theirs.open(loop, server.port()).join());
        } catch (CompletionException notYet) {
            return Optional.empty();
        }
    }

    private void start() throws IOException {
        var first = new ArrayList<Duration>();
        var second = new ArrayList<Duration>();
        for (int i = 0; i < STARTS; i++) {
            LOG.log(Level.INFO, "start: {0} of {1}", i + 1, STARTS);
            try (var server = Server.unpack(settings.tarball(), settings.work().resolve("start"))) {
                first.add(server.start(loop));
                server.stop();
                second.add(server.start(loop));
                server.stop();
            }
        }
        report.line("");
        report.line("| start to the first answer | median s | all |");
        report.line("|---|---|---|");
        starts("first boot", first);
        starts("later boot", second);
    }

    private void starts(String what, List<Duration> all) {
        var seconds =
                all.stream().sorted().map(each -> each.toMillis() / 1000.0).toList();
        report.line(
                "| %s | **%.2f** | %s |",
                what,
                seconds.get(seconds.size() / 2),
                String.join(", ", seconds.stream().map(s -> "%.2f".formatted(s)).toList()));
    }
}
