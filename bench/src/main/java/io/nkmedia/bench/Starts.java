package io.nkmedia.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From starting the process to the first answer. */
final class Starts {
    private static final int TIMES = 5;

    private Starts() {}

    static void measure(Site site) throws IOException {
        var first = new ArrayList<Double>();
        var later = new ArrayList<Double>();
        for (int i = 0; i < TIMES; i++) {
            try (var server = site.unpack(Document.ENGINE)) {
                first.add(seconds(server.start(site.loop())));
                server.stop();
                later.add(seconds(server.start(site.loop())));
            }
        }
        report(site.report(), "start to the first answer, first boot", first);
        report(site.report(), "start to the first answer, later boot", later);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / (double) TimeUnit.SECONDS.toMillis(1);
    }

    private static void report(Report report, String what, List<Double> seconds) {
        seconds.sort(null);
        report.result(what, seconds.get(TIMES / 2), Aim.none("s"), Report.list(seconds));
    }
}
