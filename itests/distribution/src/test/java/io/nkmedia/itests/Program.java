package io.nkmedia.itests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the test, and what it has printed. */
final class Program implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;
    private final Thread reader;

    private Program(ProcessBuilder builder) throws IOException {
        process = builder.redirectErrorStream(true).start();
        reader = new Thread(this::read, "output of " + builder.command().get(0));
        reader.setDaemon(true);
        reader.start();
    }

    static Program start(Path folder, String... command) throws IOException {
        return new Program(new ProcessBuilder(command).directory(folder.toFile()));
    }

    /** The folder of this repository. */
    static Path root() {
        return Path.of(Unpacked.property("nkmedia.tarball"))
                .normalize()
                .getParent()
                .getParent()
                .getParent();
    }

    private void read() {
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            lines.add("(" + ended.getMessage() + ")");
        }
    }

    List<String> lines() {
        return lines;
    }

    void await(String line) {
        try {
            Eventually.eventually(
                    "a line with " + line, LIMIT, () -> lines.stream().anyMatch(each -> each.contains(line)));
        } catch (AssertionError missing) {
            throw new AssertionError(missing.getMessage() + ", have " + lines, missing);
        }
    }

    /** Waits for its end; gives its exit code. */
    int end(Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + limit + ": " + lines);
            }
            reader.join(limit.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What Ctrl-C does to it. */
    void interrupt() throws IOException {
        Tool.run(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())));
    }

    /** Ends it at once. */
    void kill() {
        close();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
