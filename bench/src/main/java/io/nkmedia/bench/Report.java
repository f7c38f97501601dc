package io.nkmedia.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as Markdown. */
final class Report {
    private final List<String> lines = new ArrayList<>();
    private List<String> names = List.of();

    void line(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }

    void duelHead(String ours, String theirs) {
        line("");
        line("| | peer | per second | p50 ms | p95 ms | p99 ms | ratio (each round) |");
        line("|---|---|---|---|---|---|---|");
        names = List.of(ours, theirs);
    }

    void duel(String what, Duel.Outcome outcome) {
        var rounds = outcome.ratios();
        line(
                "| %s | %s | %s | **%.2f** (%.2f–%.2f) |",
                what,
                names.get(0),
                sample(outcome.ours()),
                outcome.ratio(),
                rounds.get(0),
                rounds.get(rounds.size() - 1));
        line("| | %s | %s | |", names.get(1), sample(outcome.theirs()));
    }

    private static String sample(Sample sample) {
        return String.format(
                Locale.ROOT,
                "%.0f | %.2f | %.2f | %.2f",
                sample.perSecond(),
                sample.ms(0.5),
                sample.ms(0.95),
                sample.ms(0.99));
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
