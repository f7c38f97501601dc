package io.nkmedia.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor time that a process has used, by the kernel's account. */
final class Cpu {
    /** The kernel counts in hundredths of a second, whatever its own clock. */
    private static final double MS_PER_TICK = 10;

    /** Fields of stat behind the program's name, which may hold blanks itself. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private Cpu() {}

    /** User and system time so far, in milliseconds. */
    static double ms(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
