package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A generated text that is kept in the repository, so that a change of it is seen in the diff of what changed it.
 *
 * @param file below the root
 * @param update the system property that has it written again
 */
record Kept(String file, String update) {
    void check(String generated) {
        if (System.getProperty(update) != null) {
            write(generated);
        }
        assertThat(differences(read(), generated))
                .as(
                        "%s no longer says what is true (- what it says, + what is true). If the change is meant, run"
                                + " the tests with -D%s and commit the file",
                        file, update)
                .isEmpty();
    }

    private Path path() {
        return Repository.root().resolve(file);
    }

    private String read() {
        try {
            return Files.exists(path()) ? Files.readString(path()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String generated) {
        try {
            Files.createDirectories(path().getParent());
            Files.writeString(path(), generated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is between the first lines and the last lines that are the same. */
    static List<String> differences(String kept, String generated) {
        var before = kept.lines().toList();
        var after = generated.lines().toList();
        int start = 0;
        int most = Math.min(before.size(), after.size());
        while (start < most && before.get(start).equals(after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < most - start && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        var gone = new ArrayList<>(before.subList(start, before.size() - end));
        var added = new ArrayList<>(after.subList(start, after.size() - end));
        var moved = List.copyOf(gone);
        if (!gone.equals(added)) {
            gone.removeAll(added);
            added.removeAll(moved);
        }
        var differences = new ArrayList<String>();
        gone.forEach(line -> differences.add("- " + line));
        added.forEach(line -> differences.add("+ " + line));
        if (differences.isEmpty() && !kept.equals(generated)) {
            differences.add("order of lines, or the end of the file, from line " + (start + 1));
        }
        return differences;
    }
}
