package io.nkmedia.core.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is there again, and what was not written whole is not. */
class JournalTest {
    @TempDir
    Path folder;

    private final SmallDisk disk = new SmallDisk();

    private Path file() {
        return folder.resolve("demo.journal");
    }

    private Journal open() throws IOException {
        return new Journal(file(), disk);
    }

    private Map<String, String> read() throws IOException {
        try (var journal = open()) {
            return journal.all();
        }
    }

    @Test
    void lastTextOfEachKey_isThereAgain_whatWasRemovedIsNot() throws IOException {
        try (var journal = open()) {
            journal.put("a", "one\ntwo");
            journal.put("b", "");
            journal.put("ü €", "größer");
            journal.put("a", "three");
            journal.remove("b");
            journal.remove("unknown");
        }
        assertThat(read()).isEqualTo(Map.of("a", "three", "ü €", "größer"));
    }

    @Test
    void cutOffAnywhere_givesWhatWasWholeBefore_andCanBeWrittenOn() throws IOException {
        var states = new LinkedHashMap<Long, Map<String, String>>();
        try (var journal = open()) {
            states.put(0L, Map.of());
            journal.put("a", "one");
            states.put(journal.size(), journal.all());
            journal.put("b", "two");
            states.put(journal.size(), journal.all());
            journal.remove("a");
            states.put(journal.size(), journal.all());
        }
        var whole = Files.readAllBytes(file());
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            var expected = states.get(0L);
            for (var state : states.entrySet()) {
                expected = state.getKey() <= length ? state.getValue() : expected;
            }
            assertThat(read()).as("of %s bytes", length).isEqualTo(expected);
            try (var journal = open()) {
                journal.put("c", "new");
            }
            assertThat(read())
                    .as("of %s bytes", length)
                    .hasSize(expected.size() + 1)
                    .containsEntry("c", "new");
        }
    }

    @Test
    void aByteThatChanged_endsWhatIsBelieved() throws IOException {
        try (var journal = open()) {
            journal.put("a", "one");
            journal.put("b", "two");
        }
        var text = Files.readString(file());
        for (int i = text.indexOf('\n') + 1; i < text.length(); i++) {
            var changed = text.toCharArray();
            changed[i] ^= 1;
            Files.writeString(file(), String.valueOf(changed));
            assertThat(read()).as("byte %s", i).doesNotContainEntry("b", text).satisfies(found -> {
                assertThat(Map.of("a", "one", "b", "two")).containsAllEntriesOf(found);
                assertThat(found).hasSizeLessThan(2);
            });
        }
    }

    @Test
    void file_staysSmall_howeverOftenTheSameChanges() throws IOException {
        var text = "x".repeat(10_000);
        try (var journal = open()) {
            for (int i = 0; i < 2000; i++) {
                journal.put("key " + i % 10, text + i);
            }
            assertThat(journal.size()).isLessThan(3 << 20);
            assertThat(journal.all()).hasSize(10).containsEntry("key 3", text + 1993);
        }
        assertThat(read()).hasSize(10).containsEntry("key 9", text + 1999);
        assertThat(Files.size(file())).isLessThan(3 << 20);
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file()));
    }

    @Test
    void draftThatACrashLeft_isNothing() throws IOException {
        Files.writeString(folder.resolve("demo.journal.draft"), "half a file");
        try (var journal = open()) {
            journal.put("a", "one");
        }
        assertThat(read()).isEqualTo(Map.of("a", "one"));
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file()));
    }

    @Test
    void fullDisk_failsTheWrite_andNothingElse() throws IOException {
        try (var journal = open()) {
            journal.put("a", "one");
            disk.left = 30;
            assertThatThrownBy(() -> journal.put("b", "two".repeat(100)))
                    .isInstanceOf(IOException.class)
                    .hasMessage(SmallDisk.FULL);
            assertThat(journal.all()).isEqualTo(Map.of("a", "one"));
            assertThat(Files.size(file())).isEqualTo(journal.size());
            disk.left = Long.MAX_VALUE;
            journal.put("b", "three");
        }
        assertThat(read()).isEqualTo(Map.of("a", "one", "b", "three"));
    }

    @Test
    void fullDisk_onWhichNotEvenTheRestCanBeCutOff_isCutOffByTheNextReader() throws IOException {
        try (var journal = open()) {
            journal.put("a", "one");
            disk.left = 30;
            disk.cuts = false;
            assertThatThrownBy(() -> journal.put("b", "two".repeat(100))).isInstanceOf(IOException.class);
        }
        disk.left = Long.MAX_VALUE;
        disk.cuts = true;
        assertThat(read()).isEqualTo(Map.of("a", "one"));
    }

    @Test
    void fullDisk_onWhichItCanNotBeWrittenAnew_goesOnGrowing() throws IOException {
        var text = "x".repeat(100_000);
        try (var journal = open()) {
            disk.drafts = false;
            for (int i = 0; i < 30; i++) {
                journal.put("key", text + i);
            }
            assertThat(journal.all()).containsEntry("key", text + 29);
            assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file()));
            disk.drafts = true;
            for (int i = 0; i < 60; i++) {
                journal.put("key", text + i);
            }
            assertThat(journal.size()).isLessThan(3 << 20);
        }
    }

    @Test
    void tooLongAText_isRefused() throws IOException {
        try (var journal = open()) {
            var huge = "x".repeat(Entry.MAX_BYTES + 1);
            assertThatThrownBy(() -> journal.put("a", huge)).isInstanceOf(IOException.class);
            assertThat(journal.all()).isEmpty();
        }
    }

    @Test
    void deleted_isGone() throws IOException {
        var journal = open();
        journal.put("a", "one");
        journal.delete();
        assertThat(folder).isEmptyDirectory();
    }
}
