package io.nkmedia.bench;

import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results as one table in Markdown: a line for each number. */
final class Report {
    private static final System.Logger LOG = System.getLogger(Report.class.getName());

    private final StringBuilder table = new StringBuilder("| what | result | aim | | how |\n|---|---|---|---|---|\n");

    /** @param how what it is made of */
    void result(String what, double number, Aim aim, String how) {
        var line = "| %s | **%s** | %s | %s | %s |".formatted(what, aim.text(number), aim, aim.verdict(number), how);
        LOG.log(Level.INFO, line);
        table.append(line).append('\n');
    }

    /** Numbers to two places, with commas between. */
    static String list(Collection<Double> numbers) {
        return numbers.stream()
                .map(number -> String.format(Locale.ROOT, "%.2f", number))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
