package io.nkmedia.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.upgrade.internal.Receipt.Changed;
import io.nkmedia.upgrade.internal.Receipt.Result;
import io.nkmedia.upgrade.internal.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-25T22:00:00Z");

    @TempDir
    Path folder;

    private static Receipt receipt(String id) {
        return new Receipt(
                id,
                "bundle",
                "it",
                "1.0.0",
                "1.0.1",
                BEGIN,
                Duration.ofMillis(1234),
                Result.ROLLED_BACK,
                Optional.of("it throws"),
                List.of(new Changed("it", "1.0.0", "1.0.1")),
                Receipt.lived(Map.of("sockets", Set.of("a", "b", "c")), Map.of("sockets", Set.of("a", "c", "d"))),
                Duration.ofMillis(56),
                List.of("sockets b"),
                Optional.of("old.jar"));
    }

    @Test
    void receipt_isReadBackAsItWasWritten() throws IOException {
        var receipts = new Receipts(folder.resolve("receipts"), new Json());
        receipts.write(receipt(Receipts.id(BEGIN, "it")));
        assertThat(receipts.all()).hasSize(1);
        assertThat(receipts.all().get(0))
                .containsEntry("id", "20261125-220000-000-it")
                .containsEntry("result", "rolled_back")
                .containsEntry("cause", "it throws")
                .containsEntry("took_ms", 1234)
                .containsEntry("sockets", Map.of("before", 3, "lived", 2))
                .containsEntry("longest_pause_ms", 56)
                .containsEntry("lost", 1)
                .containsEntry("changed", List.of(Map.of("bundle", "it", "from", "1.0.0", "to", "1.0.1")));
    }

    @Test
    void onlyTheLastOnesAreKept_andFewerOldContents() throws IOException {
        var receipts = new Receipts(folder.resolve("receipts"), new Json());
        for (int i = 0; i < Receipts.MOST + 5; i++) {
            var id = Receipts.id(BEGIN.plusSeconds(i), "it");
            Files.writeString(receipts.file(id, ".jar"), "old");
            receipts.write(receipt(id));
        }
        assertThat(receipts.all()).hasSize(Receipts.MOST);
        assertThat(receipts.all().get(0)).containsEntry("id", "20261125-220054-000-it");
        try (var files = Files.list(folder.resolve("receipts"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".jar"))).hasSize(Receipts.MOST_JARS);
        }
    }

    @Test
    void noReceiptYet_isAnEmptyHistory() throws IOException {
        assertThat(new Receipts(folder.resolve("none"), new Json()).all()).isEmpty();
    }
}
