package io.nkmedia.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What one round, or several of them, gave: the time to each answer and the time that all took, in nanoseconds. */
final class Sample {
    private final long[] answers;
    private final long total;

    Sample(long[] answers, long total) {
        this.answers = answers.clone();
        this.total = total;
        Arrays.sort(this.answers);
    }

    static Sample sum(List<Sample> rounds) {
        return new Sample(
                rounds.stream()
                        .flatMapToLong(round -> Arrays.stream(round.answers))
                        .toArray(),
                rounds.stream().mapToLong(round -> round.total).sum());
    }

    double perSecond() {
        return answers.length * (double) TimeUnit.SECONDS.toNanos(1) / total;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.0f/s, p50 %.2f, p95 %.2f, p99 %.2f ms", perSecond(), ms(0.5), ms(0.95), ms(0.99));
    }

    /** The time in milliseconds within which this part of the answers came. */
    double ms(double part) {
        return answers[(int) Math.min(answers.length - 1L, (long) (part * answers.length))]
                / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
