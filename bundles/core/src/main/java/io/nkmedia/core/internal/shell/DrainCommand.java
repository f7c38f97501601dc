package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import java.time.Duration;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:drain}. */
@Service
@Command(
        scope = "nkmedia",
        name = "drain",
        description = "All services take nothing new; waits for the last session, and fails if some are left."
                + " Stops nothing: --cancel, or a new start, opens them again")
public final class DrainCommand implements Action {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** If nothing changes, a line this often. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    @Option(name = "--limit", description = "How long sessions may go on: 60s, 5m, up to 24h")
    String limit = "5m";

    @Option(name = "--cancel", description = "Takes log-ins and sessions again")
    boolean cancel;

    @Reference
    Services services;

    @Reference
    Session session;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        if (cancel) {
            services.closing().cancel();
            return null;
        }
        var atMost = Durations.parse(limit, 0, 86_400);
        services.closing().begin();
        long begin = services.time().nanos();
        int told = -1;
        long toldAt = begin;
        for (int left = sessions(); left > 0; left = sessions()) {
            long now = services.time().nanos();
            var rest = atMost.minusNanos(now - begin);
            if (rest.isZero() || rest.isNegative()) {
                throw new IllegalStateException(count(left) + " left after " + text(atMost));
            }
            if (left != told || now - toldAt >= SILENCE.toNanos()) {
                System.out.println(count(left) + " left, the oldest since " + text(oldest()) + "; " + text(rest)
                        + " of " + text(atMost) + " to go");
                Screen.show(session);
                told = left;
                toldAt = now;
            }
            pause();
        }
        System.out.println("no session left");
        return null;
    }

    private int sessions() {
        return services.all().stream()
                .mapToInt(service -> service.sessions().count())
                .sum();
    }

    private Duration oldest() {
        long now = services.time().now().toEpochMilli();
        return services.all().stream()
                .map(service -> service.sessions().oldest())
                .flatMap(Optional::stream)
                .min(Long::compare)
                .map(start -> Duration.ofMillis(now - start))
                .orElse(Duration.ZERO);
    }

    /** By the server's clock; fails when this core goes, or somebody has called it off. */
    private void pause() throws InterruptedException {
        Waiting.pause(services.time(), LOOK);
        if (!services.closing().isUnderWay()) {
            throw new IllegalStateException("called off: log-ins and sessions are taken again");
        }
        if (services.isOver()) {
            throw new IllegalStateException("core was replaced: log-ins and sessions are taken again");
        }
    }

    private static String count(int sessions) {
        return sessions == 1 ? "1 session" : sessions + " sessions";
    }

    private static String text(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
