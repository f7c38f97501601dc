package io.nkmedia.core.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A program that changes a journal until it is killed, and tells each change that is done. What the journal holds after so
 * many changes is clear to everybody.
 */
public final class JournalWriter {
    private static final int KEYS = 40;

    private JournalWriter() {}

    /** The file, and how many changes were made before. */
    public static void main(String[] args) throws IOException {
        var file = Path.of(args[0]);
        var journal = new Journal(
                file,
                path -> Files.newByteChannel(
                        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        for (long number = Long.parseLong(args[1]) + 1; ; number++) {
            if (removes(number)) {
                journal.remove(key(number));
            } else {
                journal.put(key(number), text(number));
            }
            System.out.println(number);
        }
    }

    private static boolean removes(long number) {
        return number % 7 == 3;
    }

    private static String key(long number) {
        return "key " + number % KEYS;
    }

    /** From a few bytes to 40,000, so that a kill hits long writes and the file is soon written anew. */
    private static String text(long number) {
        return number + " " + "text ".repeat((int) (number * 7919 % 8000));
    }

    /** What the journal holds after this number of changes. */
    static Map<String, String> after(long number) {
        var all = new HashMap<String, String>();
        for (long each = Math.max(1, number - KEYS + 1); each <= number; each++) {
            if (!removes(each)) {
                all.put(key(each), text(each));
            }
        }
        return all;
    }
}
