package io.nkmedia.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The engine processes that a server of ours has started, found by the folder in their command line. */
final class Engines {
    private static final Pattern RTP = Pattern.compile("rtp_port_range = \"(\\d+)-(\\d+)\"");

    private Engines() {}

    /** Pids of all Janus processes of this server. */
    static Set<Long> of(Distribution server) {
        return matching(server, "");
    }

    /** Pids of the Janus processes of one service of this server. */
    static Set<Long> of(Distribution server, String service) {
        return matching(server, service + "+");
    }

    private static Set<Long> matching(Distribution server, String prefix) {
        var folder = server.home() + "/data/nkmedia/instances/" + prefix;
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> {
                    var command = command(pid);
                    return !command.isEmpty()
                            && command.get(0).endsWith("janus")
                            && command.stream().anyMatch(word -> word.contains(folder));
                })
                .collect(Collectors.toSet());
    }

    private static List<String> command(long pid) {
        try {
            var text = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(text.split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** The program that an engine was started as. */
    static String program(long pid) {
        return command(pid).get(0);
    }

    /** Of these engines the one that binds its media to this port, by its own configuration. */
    static long withPort(Set<Long> engines, int port) {
        return engines.stream()
                .filter(pid -> hasPort(pid, port))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no engine of " + engines + " has port " + port));
    }

    private static boolean hasPort(long pid, int port) {
        var command = command(pid);
        try {
            var files = Files.readString(Path.of(command.get(command.indexOf("-F") + 1), "janus.jcfg"));
            var range = RTP.matcher(files);
            return range.find() && Integer.parseInt(range.group(1)) <= port && port <= Integer.parseInt(range.group(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void signal(long pid, String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + signal + " " + pid + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
