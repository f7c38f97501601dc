package io.nkmedia.bench;

import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** Runs the benchmarks and writes the result as Markdown; bench/run.sh starts it. */
public final class Bench {
    private static final System.Logger LOG = System.getLogger(Bench.class.getName());

    private static final Map<String, Part> PARTS = Map.of(
            "echo", Echoes::measure,
            "ping", Pings::measure,
            "start", Starts::measure,
            "sockets", Idle::measure,
            "sessions", P2p::measure,
            "fanout", Fanout::measure,
            "resume", Resumes::measure);

    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        var settings = Settings.read();
        var report = new Report();
        var group = new NioEventLoopGroup(1);
        try {
            var site = new Site(settings, group.next(), report);
            for (var name : settings.parts()) {
                LOG.log(Level.INFO, "measuring: {0}", name);
                Optional.ofNullable(PARTS.get(name))
                        .orElseThrow(() -> new IllegalArgumentException("no such part: " + name))
                        .measure(site);
                Files.writeString(settings.result(), report.toString());
            }
        } finally {
            group.shutdownGracefully().syncUninterruptibly();
        }
    }
}
