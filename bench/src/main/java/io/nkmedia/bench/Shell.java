package io.nkmedia.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Programs of the machine. */
final class Shell {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Shell() {}

    /** Runs a program; it must succeed within a minute. */
    static void run(String... command) throws IOException {
        var process = new ProcessBuilder(command).inheritIO().start();
        await(process, LIMIT);
        if (process.exitValue() != 0) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    /** Waits for its end, and kills what doesn't end in time. */
    static void await(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end within " + limit + ": " + process.info());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
