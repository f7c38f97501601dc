package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the kernel says about a process.
 *
 * @param session its process session (the pid of that session's leader)
 * @param start since boot, in the kernel's ticks: the same for everybody who asks, unlike a wall clock time that is
 *     computed from it
 */
record Stat(char state, long session, long start) {
    private static final int SESSION = 3;
    private static final int START = 19;

    /** Empty if there is no such process. */
    static Optional<Stat> of(long pid) {
        try {
            var line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // The name before may contain blanks and parentheses.
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(
                    new Stat(fields[0].charAt(0), Long.parseLong(fields[SESSION]), Long.parseLong(fields[START])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A zombie has ended; that nobody has asked for its status yet changes nothing. */
    boolean running() {
        return state != 'Z' && state != 'X';
    }

    /** Differs after each boot, so that ticks of before are not taken for ticks of now. */
    static String boot() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }
}
