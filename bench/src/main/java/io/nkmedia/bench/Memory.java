package io.nkmedia.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a process holds.
 *
 * @param heap bytes of the objects that are left after a full collection
 * @param resident bytes of memory by the kernel's account: heap that was grown once, and what lies outside of it
 * @param classes bytes of the heap by class
 */
record Memory(long heap, long resident, Map<String, Long> classes) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CLASSES = 8;
    private static final int BYTES = 2;
    private static final int NAME = 3;
    private static final long KIB = 1024;

    /** Collects garbage there first. Needs jcmd, which comes with the JDK. */
    static Memory of(long pid) throws IOException {
        // The second one meets what the first has only made collectable.
        histogram(pid);
        var classes = histogram(pid);
        long heap = classes.values().stream().mapToLong(Long::longValue).sum();
        return new Memory(heap, resident(pid), Map.copyOf(classes));
    }

    private static Map<String, Long> histogram(long pid) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
        Shell.await(process, LIMIT);
        var classes = new HashMap<String, Long>();
        // "  12:  count  bytes  name (module)"
        lines.map(line -> line.trim().split("\\s+", -1))
                .filter(line -> line.length > NAME && line[0].matches("\\d+:"))
                .forEach(line -> classes.merge(line[NAME], Long.parseLong(line[BYTES]), Long::sum));
        if (classes.isEmpty()) {
            throw new IOException("jcmd gave no histogram of process " + pid);
        }
        return classes;
    }

    private static long resident(long pid) throws IOException {
        return Text.number(
                        Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                                .replaceAll("[ \\t]+", ""),
                        "VmRSS:")
                * KIB;
    }

    static double kilobytes(long bytes, int things) {
        return bytes / 1000.0 / things;
    }

    /** The classes that have grown most since, as "name bytes" for each of so many things. */
    String grown(Memory since, int things) {
        return classes.entrySet().stream()
                .map(now -> Map.entry(now.getKey(), now.getValue() - since.classes.getOrDefault(now.getKey(), 0L)))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(CLASSES)
                .map(each -> "`" + each.getKey() + "` " + each.getValue() / things)
                .collect(Collectors.joining(", "));
    }
}
