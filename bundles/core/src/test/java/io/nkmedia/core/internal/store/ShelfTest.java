package io.nkmedia.core.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.core.internal.json.Json;
import io.nkmedia.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When what lives is written, and what happens if it can't be. */
class ShelfTest {
    @TempDir
    Path data;

    private final ManualTime time = new ManualTime();
    private final SmallDisk disk = new SmallDisk();
    private final List<Optional<String>> told = new ArrayList<>();
    private Shelf shelf;

    /** Something that lives, and counts how often it is asked. */
    private static final class Owner implements Kept {
        private Map<String, Object> how = Map.of();
        private boolean over;
        private int asked;

        @Override
        public void tell(Consumer<Object> to) {
            asked++;
            if (!over) {
                to.accept(how);
            }
        }
    }

    private final Owner owner = new Owner();

    @BeforeEach
    void open() {
        shelf = shelf("one");
        shelf.left();
    }

    private Shelf shelf(String process) {
        return new Store(data, new Json(), time, time.pool(), disk, process).shelf("demo", told::add);
    }

    private void change(Object value) {
        owner.how = Map.of("value", value);
        shelf.changed("a", owner);
    }

    /** What the process finds that comes after a crash. */
    private Map<String, String> afterCrash() {
        return new Store(data, new Json(), time, time.pool(), new SmallDisk(), "two")
                .shelf("demo", anything -> {})
                .left()
                .texts();
    }

    private Path file() {
        return data.resolve("nkmedia/sessions/demo.journal");
    }

    @Test
    void whatChanges_isWrittenSoon_andOnceForManyChanges() {
        for (int i = 0; i < 100; i++) {
            change(i);
        }
        time.advance(DiskShelf.PAUSE);
        assertThat(owner.asked).isOne();
        assertThat(afterCrash()).isEqualTo(Map.of("a", "{\"value\":99}"));
    }

    @Test
    void whatIsOver_isNotThereAnyMore_howeverLateItIsAsked() {
        change(1);
        time.advance(DiskShelf.PAUSE);
        owner.over = true;
        shelf.removed("a");
        shelf.changed("a", owner);
        time.advance(DiskShelf.PAUSE);
        assertThat(afterCrash()).isEmpty();
    }

    @Test
    void whatEndsBeforeItIsWritten_isNeverWritten() throws IOException {
        change(1);
        shelf.removed("a");
        time.advance(DiskShelf.PAUSE);
        assertThat(owner.asked).isZero();
        assertThat(Files.readString(file())).doesNotContain("value");
    }

    @Test
    void nextCoreOfTheSameProcess_knowsThatItIsItsOwn() {
        change(1);
        time.advance(DiskShelf.PAUSE);
        shelf.close();
        time.run();
        assertThat(shelf("one").left().ours()).isTrue();
        var left = shelf("two").left();
        assertThat(left.ours()).isFalse();
        assertThat(left.texts()).hasSize(1);
        assertThat(shelf("two").left().ours()).isTrue();
    }

    @Test
    void anotherSchema_isNotRead() throws IOException {
        change(1);
        time.advance(DiskShelf.PAUSE);
        try (var journal = new Journal(file(), disk)) {
            journal.put("", "schema 999 process one");
        }
        assertThat(afterCrash()).isEmpty();
        shelf = shelf("two");
        shelf.left();
        change(2);
        time.advance(DiskShelf.PAUSE);
        assertThat(shelf("three").left().texts()).hasSize(1);
    }

    @Test
    void discarded_leavesNothing() {
        change(1);
        time.advance(DiskShelf.PAUSE);
        var done = shelf.discard().toCompletableFuture();
        change(2);
        time.advance(Duration.ofSeconds(5));
        assertThat(done).isCompleted();
        assertThat(file()).doesNotExist();
        assertThat(time.waiting()).isEmpty();
    }

    @Test
    void fullDisk_isToldOnce_andWhatChangedMeanwhileIsWrittenWhenThereIsSpace() {
        change(1);
        time.advance(DiskShelf.PAUSE);
        disk.left = 10;
        for (int i = 0; i < 100; i++) {
            change("much " + i);
            time.advance(DiskShelf.PAUSE);
        }
        assertThat(shelf.problem()).contains("its sessions would not survive a crash: " + SmallDisk.FULL);
        assertThat(told).hasSize(1);
        assertThat(owner.asked).as("not asked in vain each time").isLessThan(20);
        assertThat(afterCrash()).isEqualTo(Map.of("a", "{\"value\":1}"));
        disk.left = Long.MAX_VALUE;
        time.advance(Duration.ofSeconds(4));
        assertThat(shelf.problem()).isEmpty();
        assertThat(told)
                .containsExactly(
                        Optional.of("its sessions would not survive a crash: " + SmallDisk.FULL), Optional.empty());
        assertThat(afterCrash()).isEqualTo(Map.of("a", "{\"value\":\"much 99\"}"));
        assertThat(time.waiting()).isEmpty();
    }

    @Test
    void fullDisk_whatEndsMeanwhile_isRemovedLater() {
        change(1);
        time.advance(DiskShelf.PAUSE);
        disk.left = 0;
        owner.over = true;
        shelf.removed("a");
        time.advance(Duration.ofSeconds(5));
        assertThat(shelf.problem()).isPresent();
        disk.left = Long.MAX_VALUE;
        time.advance(Duration.ofSeconds(4));
        assertThat(shelf.problem()).isEmpty();
        assertThat(afterCrash()).isEmpty();
    }

    @Test
    void folderThatCanNotBeWritten_isAProblem_andNoHindrance() throws IOException {
        Files.deleteIfExists(file());
        Files.deleteIfExists(file().resolveSibling(""));
        Files.writeString(data.resolve("nkmedia/sessions"), "in the way");
        shelf = shelf("one");
        assertThat(shelf.left().texts()).isEmpty();
        change(1);
        time.advance(DiskShelf.PAUSE);
        assertThat(shelf.problem()).isPresent();
        Files.delete(data.resolve("nkmedia/sessions"));
        time.advance(Duration.ofSeconds(4));
        assertThat(shelf.problem()).isEmpty();
        assertThat(afterCrash()).hasSize(1);
    }

    @Test
    void fullDisk_atTheStart_isSignedLater() {
        change(1);
        time.advance(DiskShelf.PAUSE);
        disk.left = 0;
        shelf = shelf("two");
        assertThat(shelf.left().texts()).hasSize(1);
        assertThat(shelf.problem()).isPresent();
        disk.left = Long.MAX_VALUE;
        change(2);
        time.advance(Duration.ofSeconds(4));
        assertThat(shelf.problem()).isEmpty();
        assertThat(shelf("two").left().ours()).isTrue();
    }

    @Test
    void realFile_isForThisUserOnly_andCleared() throws IOException {
        var other = data.resolve("other");
        var store = new Store(other, new Json(), time, time.pool());
        var real = store.shelf("demo", told::add);
        real.left();
        var file = other.resolve("nkmedia/sessions/demo.journal");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(""))))
                .isEqualTo("rwx------");
        store.clear();
        assertThat(file.resolveSibling("")).isEmptyDirectory();
    }

    @Test
    void thousands_areAllWritten_howeverSlowTheDiskIs() {
        var owners = new LinkedHashMap<String, Owner>();
        for (int i = 0; i < 5000; i++) {
            var each = new Owner();
            each.how = Map.of("value", i);
            owners.put("k" + i, each);
            shelf.changed("k" + i, each);
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(afterCrash()).hasSize(5000).containsEntry("k4711", "{\"value\":4711}");
    }
}
