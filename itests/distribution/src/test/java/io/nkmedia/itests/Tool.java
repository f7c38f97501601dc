package io.nkmedia.itests;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Programs of the machine that do one thing and end. */
final class Tool {
    private Tool() {}

    /** Whether it ended in time and says that it went well. */
    static boolean succeeds(ProcessBuilder program, Duration limit) throws IOException {
        var process = program.start();
        try {
            return process.waitFor(limit.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** @throws IOException with the command if it didn't succeed within a minute */
    static void run(ProcessBuilder program) throws IOException {
        if (!succeeds(program, Duration.ofMinutes(1))) {
            throw new IOException("failed: " + String.join(" ", program.command()));
        }
    }
}
