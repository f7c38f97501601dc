package io.nkmedia.core.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The writer is killed 200 times while it writes: what it said was written is there each time, and nothing half. */
@Tag("real")
class JournalKillTest {
    private static final int KILLS = 200;
    private static final int LONGEST_MS = 40;

    @TempDir
    Path folder;

    /** Where the moments come from: the same ones each time. */
    private final Random random = new Random(4711);

    @Test
    void killedAtAnyMoment_everythingThatWasWrittenIsThere() throws Exception {
        var file = folder.resolve("demo.journal");
        long done = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long told = runAndKill(file, done);
            assertThat(told).as("changes until kill %s", kill).isGreaterThan(done);
            done = check(file, told, kill);
        }
        assertThat(done).as("changes in all, so that kills hit writes").isGreaterThan(20L * KILLS);
    }

    /** Gives the last change that was told as done. */
    private long runAndKill(Path file, long done) throws IOException, InterruptedException {
        int pause = random.nextInt(LONGEST_MS * 1000);
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                place(Journal.class),
                                place(JournalWriter.class),
                                place(LoggerFactory.class)),
                        JournalWriter.class.getName(),
                        file.toString(),
                        Long.toString(done))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = process.inputReader();
        try {
            var last = out.readLine();
            var killer = new Thread(() -> {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pause));
                // Not by the process object, which would close what is still to be read.
                process.toHandle().destroyForcibly();
            });
            killer.start();
            // The last line may be torn, too.
            for (int next = 0; next >= 0; ) {
                var line = new StringBuilder();
                for (next = out.read(); next >= 0 && next != '\n'; next = out.read()) {
                    line.append((char) next);
                }
                last = next == '\n' ? line.toString() : last;
            }
            killer.join();
            return Long.parseLong(Objects.requireNonNull(last, "nothing was written"));
        } finally {
            process.destroyForcibly().waitFor();
            out.close();
        }
    }

    private static String place(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    /** Gives how many changes are there: those that were told, or the one that was done and not told yet. */
    private static long check(Path file, long told, int kill) throws IOException {
        try (var journal = new Journal(
                file,
                path -> Files.newByteChannel(
                        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))) {
            var found = journal.all();
            long there = found.equals(JournalWriter.after(told)) ? told : told + 1;
            assertThat(found).as("after kill %s at change %s", kill, told).isEqualTo(JournalWriter.after(there));
            return there;
        }
    }
}
