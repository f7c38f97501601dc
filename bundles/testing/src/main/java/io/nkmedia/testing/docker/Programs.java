package io.nkmedia.testing.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Programs of this machine. */
final class Programs {
    /** Loaded when a thread ends; no list of libraries has it. */
    private static final List<String> UNLISTED =
            List.of("/lib/x86_64-linux-gnu/libgcc_s.so.1", "/lib/aarch64-linux-gnu/libgcc_s.so.1");

    private Programs() {}

    /** What it printed; throws if it failed. */
    static String output(List<String> command, @Nullable String input) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write((input == null ? "" : input).getBytes(StandardCharsets.UTF_8));
            }
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** These files, and those that they are linked with. */
    static Set<String> withLibraries(List<String> files) {
        var all = new TreeSet<>(files);
        var command = Stream.concat(Stream.of("sh", "-c", "ldd \"$@\" 2>/dev/null || true", "ldd"), files.stream())
                .toList();
        output(command, null)
                .lines()
                .flatMap(line -> Arrays.stream(line.strip().split(" ")))
                .filter(word -> word.startsWith("/") && !word.endsWith(":"))
                .forEach(all::add);
        UNLISTED.stream().filter(file -> Files.exists(Path.of(file))).forEach(all::add);
        return all;
    }
}
