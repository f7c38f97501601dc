package io.nkmedia.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What a running server holds, seen from outside. */
record Jvm(ProcessHandle process) {
    private static final Pattern LOADER =
            Pattern.compile("\\d+:\\s+(\\d+)\\s+\\d+\\s+org\\.apache\\.felix\\.framework\\."
                    + "BundleWiringImpl\\$BundleClassLoader.*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    /** Live class loaders of bundles, after a full collection. */
    int classLoaders() {
        return jcmd("GC.class_histogram")
                .lines()
                .map(text -> LOADER.matcher(text.strip()))
                .filter(matcher -> matcher.matches())
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .sum();
    }

    /** Bytes of live objects, after a full collection. */
    long liveBytes() {
        var total = TOTAL.matcher(jcmd("GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("no total in the histogram");
        }
        return Long.parseLong(total.group(1));
    }

    int threads() {
        return count("task");
    }

    /** Open files and sockets. */
    int files() {
        return count("fd");
    }

    private int count(String what) {
        try (var entries = Files.list(Path.of("/proc", String.valueOf(process.pid()), what))) {
            return (int) entries.count();
        } catch (IOException e) {
            throw new IllegalStateException("the server is gone", e);
        }
    }

    private String jcmd(String command) {
        try {
            var program =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            var jcmd = new ProcessBuilder(program, String.valueOf(process.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            var text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!jcmd.waitFor(60, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
                throw new IllegalStateException("jcmd failed: " + text);
            }
            return text;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("jcmd failed", e);
        }
    }
}
